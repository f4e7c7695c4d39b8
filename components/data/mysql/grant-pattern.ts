/**
 * A database name as GRANT wants it: there `_` and `%` are wildcards, and an unescaped `a_b` would also open `axb`
 * ([MySQL](https://dev.mysql.com/doc/refman/8.4/en/grant.html)).
 */
export const grantPattern = (database: string): string => database.replace(/[_%]/g, "\\$&");
