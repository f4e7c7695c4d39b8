/** A refusal of the API server, in its own words. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** HTTP status. */
    readonly status: number,
    /** Machine-readable cause: `AlreadyExists`, `NotFound`, `Conflict`, `Invalid`. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether it is the answer of a server that does not have what was asked for. */
export const isNotFound = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 404;

/** Whether the object that was to be created is there already. */
export const isAlreadyExists = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.reason === "AlreadyExists";

/** Whether the object's namespace is not there. */
export const isNamespaceNotFound = (error: unknown): error is ApiError =>
  isNotFound(error) && /^namespaces ".*" not found$/.test(error.message);
