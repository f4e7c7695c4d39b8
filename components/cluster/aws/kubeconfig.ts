/** How a cluster on EKS is reached. Nothing in it is secret. */
export interface EksConnection {
  readonly name: string;
  readonly region: string;
  /** `https://` address of the API. */
  readonly endpoint: string;
  /** Base64 of the PEM of the API's authority. */
  readonly certificateAuthority: string;
}

/**
 * A kubeconfig that asks the AWS CLI for a login each time, by the credentials of that day. It has no token, so it can
 * stand in the state and be shown.
 */
export function eksKubeconfig(connection: EksConnection): string {
  const { name, region, endpoint, certificateAuthority } = connection;
  const cluster = { server: endpoint, "certificate-authority-data": certificateAuthority };
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", name, "--region", region, "--output", "json"],
    interactiveMode: "Never",
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster }],
    users: [{ name, user: { exec } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
