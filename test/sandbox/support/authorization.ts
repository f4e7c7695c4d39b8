import { kubectl } from "./clients";

/**
 * All that an account may do in a namespace, a line for each rule: resources, addresses, names, verbs.
 *
 * @param account `namespace:name` of a ServiceAccount
 */
export async function permissions(account: string, namespace: string): Promise<readonly string[]> {
  const where = `--namespace=${namespace}`;
  const printed = await kubectl(
    "auth",
    "can-i",
    "--list",
    "--no-headers",
    where,
    `--as=system:serviceaccount:${account}`,
  );
  return printed
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().replace(/ +/g, " "));
}
