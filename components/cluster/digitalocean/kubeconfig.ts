import { execKubeconfig, type ExecConnection } from "../exec-kubeconfig";

/** How a cluster on DigitalOcean Kubernetes is reached. */
export interface DoksConnection extends Omit<ExecConnection, "command" | "args"> {
  /** UUID of the cluster. */
  readonly id: string;
}

/** A kubeconfig that asks doctl for logins, as the one that `doctl kubernetes cluster kubeconfig save` writes does. */
export const doksKubeconfig = ({ id, ...connection }: DoksConnection): string =>
  execKubeconfig({
    ...connection,
    command: "doctl",
    args: ["kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1", id],
  });
