/** `111122223333-role-pulumi` of an ARN. Names of roles are unique in an account, whatever their path. */
export function administratorName(arn: string): string {
  const [, , , , account = "", ...rest] = arn.split(":");
  const [kind = "", ...path] = rest.join(":").split("/");
  return [account, kind, path.at(-1)].join("-");
}
