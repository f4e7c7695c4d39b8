/** How a cluster is reached whose cloud has a command that logs in. Nothing in it is secret. */
export interface ExecConnection {
  /** Of the cluster, its user and the context. */
  readonly name: string;
  /** `https://` address of the API. */
  readonly endpoint: string;
  /** Base64 of the PEM of the API's authority. */
  readonly certificateAuthority: string;
  /** The command prints a login. */
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * A kubeconfig that asks the cloud's own command for a login each time, by the credentials of that day. It has no token,
 * so it can stand in the state and be shown.
 */
export function execKubeconfig(connection: ExecConnection): string {
  const { name, endpoint, certificateAuthority, command, args } = connection;
  const cluster = { server: endpoint, "certificate-authority-data": certificateAuthority };
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command,
    args,
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
