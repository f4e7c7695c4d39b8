import { join } from "node:path";
import type { Servers } from "../contract";
import { ensureOwnProgram } from "../engine/own-program";
import { stopProcess } from "../servers/process";

/** Name of the process that plays Argo CD, and of its log. */
const NAME = "argo-cd";

/** Starts playing Argo CD, unless it is being played already. */
export async function startActor(directory: string, servers: Servers): Promise<void> {
  await ensureOwnProgram(directory, {
    name: NAME,
    file: join(__dirname, "main.ts"),
    parameters: [servers.kubernetes.kubeconfig],
  });
}

/** Stops playing Argo CD; does nothing where it is not played. */
export const stopActor = (directory: string): Promise<void> => stopProcess(directory, NAME);
