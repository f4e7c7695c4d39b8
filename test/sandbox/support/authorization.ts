import { z } from "zod";
import { kubectl } from "./clients";

/** How kubectl ends when its answer is no, beside an error of its own. */
const Refusal = z.object({ code: z.literal(1), stdout: z.literal("no\n") });

/**
 * Asks the API server whether an account may do something.
 *
 * @param account `namespace:name` of a ServiceAccount
 * @param namespace where; the empty text is everywhere
 */
export async function canI(
  account: string,
  verb: string,
  resource: string,
  namespace: string,
): Promise<boolean> {
  const where = namespace === "" ? "--all-namespaces" : `--namespace=${namespace}`;
  try {
    await kubectl("auth", "can-i", verb, resource, where, asAccount(account));
    return true;
  } catch (error) {
    // Kubectl's own failures have another output.
    if (Refusal.safeParse(error).success) return false;
    throw error;
  }
}

/** All that an account may do in a namespace, a line for each rule: resources, addresses, names, verbs. */
export async function permissions(account: string, namespace: string): Promise<readonly string[]> {
  const where = `--namespace=${namespace}`;
  const printed = await kubectl(
    "auth",
    "can-i",
    "--list",
    "--no-headers",
    where,
    asAccount(account),
  );
  return printed
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().replace(/ +/g, " "));
}

const asAccount = (account: string): string => `--as=system:serviceaccount:${account}`;
