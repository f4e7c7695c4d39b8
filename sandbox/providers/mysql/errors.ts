import { MysqlError } from "./server";

/** Whether the server refused a statement with one of these error numbers. */
export const isOneOf = (error: unknown, numbers: readonly number[]): boolean =>
  error instanceof MysqlError && numbers.includes(error.number);
