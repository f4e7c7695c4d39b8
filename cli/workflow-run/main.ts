import { withConnection } from "../cluster-connection";
import { clusterAccess } from "./cluster-access";
import { RunFailed } from "./failure";
import { type KubernetesApi, kubectlApi, Refused, Unreachable } from "./kubernetes-api";
import { noteLeftBehind } from "./left-behind";
import { MissingProgram } from "../program";
import { type RunRequest, requestIn } from "./request";
import { runWorkflow } from "./run";

/**
 * Runs one workflow for `pulumi up`, as the environment says; see docs/in-cluster-access.md.
 *
 * What is done goes to stderr: the engine shows it, and it holds names only. What went wrong goes to stdout, which the
 * engine shows where the command fails.
 *
 * @returns the exit status
 */
async function main(): Promise<number> {
  try {
    const request = requestIn(process.env);
    const report = (line: string): void => console.error(`${request.run}: ${line}`);
    const access = await clusterAccess(request.stack);
    await withConnection(access, async (connection) => {
      const api = kubectlApi(connection);
      try {
        await runWorkflow(api, request, { report });
      } catch (error) {
        await failedOr(api, request, error, report);
      }
    });
    return 0;
  } catch (error) {
    console.log(messageOf(error));
    return 1;
  }
}

/** Lets a removal go on where the instance says so, and notes what is left. @throws the error otherwise */
async function failedOr(
  api: KubernetesApi,
  request: RunRequest,
  error: unknown,
  report: (line: string) => void,
): Promise<void> {
  if (!(error instanceof RunFailed) || request.onDeprovisionFailure !== "continue") throw error;
  const left = await noteLeftBehind(api, request, new Date());
  console.log(error.message);
  report(`left behind, as onDeprovisionFailure is continue: ${left}`);
}

function messageOf(error: unknown): string {
  if (error instanceof RunFailed || error instanceof MissingProgram) return error.message;
  if (error instanceof Unreachable)
    return (
      `The cluster does not answer: ${error.message}\n` +
      `Whether anything was done is not known. Put that right and run the same command again.`
    );
  if (error instanceof Refused)
    return `The API server refused: ${error.message}\nPut that right and run the same command again.`;
  return error instanceof Error ? error.message : String(error);
}

void main().then((status) => {
  process.exitCode = status;
});
