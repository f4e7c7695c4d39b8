/**
 * The environment variables by which the state tells `cli/mongodb-user` which user to make or to take away. As with
 * those of `run-variables.ts`, later versions of the program read them, so a name keeps its meaning. Nothing is secret.
 */
export type UserVariable =
  /** UUID of a managed database server of DigitalOcean. */
  | "MONGODB_SERVER"
  | "MONGODB_USER"
  /** The databases that the user may read and write: a JSON list of texts. */
  | "MONGODB_DATABASES"
  /** Another one asks for another password. */
  | "MONGODB_REVISION";
