import { execKubeconfig, type ExecConnection } from "../exec-kubeconfig";

/** How a cluster on EKS is reached. */
export interface EksConnection extends Omit<ExecConnection, "command" | "args"> {
  readonly region: string;
}

/** A kubeconfig that asks the AWS CLI for logins. */
export const eksKubeconfig = ({ region, ...connection }: EksConnection): string =>
  execKubeconfig({
    ...connection,
    command: "aws",
    args: [
      ...["eks", "get-token", "--cluster-name", connection.name],
      ...["--region", region, "--output", "json"],
    ],
  });
