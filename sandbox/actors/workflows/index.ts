import { join } from "node:path";
import type { Servers, Tools } from "../../contract";
import { ensureOwnProgram } from "../../engine/own-program";

/** Name of the process that runs workflows, of its log, and of its folder in that of the sandbox. */
export const NAME = "workflows";

/** Starts running workflows, unless they are run already. */
export async function startRunner(
  directory: string,
  servers: Servers,
  { mysql, awsCli, mongosh }: Tools,
): Promise<void> {
  const { host, port } = servers.mysql;
  await ensureOwnProgram(directory, {
    name: NAME,
    file: join(__dirname, "main.ts"),
    parameters: [
      servers.kubernetes.kubeconfig,
      join(directory, NAME),
      JSON.stringify({ mysql, awsCli, mongosh, managedMysql: { host, port } }),
    ],
  });
}

/** What the sandbox's report says about it. */
export const simulated: readonly string[] = [
  "Argo Workflows: a workflow's container runs as a process of this machine, with the client that is here in place of its image.",
];
