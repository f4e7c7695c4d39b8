/**
 * The kubeconfig as YAML or JSON text, whether it was given so or in base64.
 * Every kubeconfig has a colon, which base64 has not.
 */
export function plainKubeconfig(given: string): string {
  return given.includes(":") ? given : Buffer.from(given, "base64").toString("utf8");
}
