import { z } from "zod";
import { OperatorError } from "../../contract";

/** An error as the clients of AWS throw it. */
const serviceError = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

/**
 * Does a piece of work for which an error says what was being done, and why it failed.
 *
 * @param doing - `creating S3 bucket "x"`
 */
export async function describing<Result>(doing: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new OperatorError(`${doing}: ${causeOf(error)}`);
  }
}

/** The result, or nothing where the server says one of `names`, each of which says that the thing is not there. */
export async function unlessGone<Result>(
  names: readonly string[],
  work: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (names.includes(serviceError.safeParse(error).data?.name ?? "")) return undefined;
    throw error;
  }
}

/** What S3 says of a bucket that is not there; the answer to HEAD has no body and so no code. */
export const NO_BUCKET = ["NoSuchBucket", "NotFound"];

/** What IAM says of a user, a policy or a key that is not there. */
export const NO_ENTITY = ["NoSuchEntityException"];

function causeOf(error: unknown): string {
  const {
    name = "",
    message = String(error),
    $metadata,
  } = serviceError.safeParse(error).data ?? {};
  const status = $metadata?.httpStatusCode;
  if (status === undefined)
    return `the object store cannot be reached: ${message}. Check openedx:storage.endpoint, and that it runs`;
  // The client's word for an answer without a body.
  return message === "UnknownError" ? `HTTP status ${status}` : `${name}: ${message}`;
}
