import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { OWNER_ANNOTATION } from "../../components/shared/labels";
import type { ObjectReference } from "./inputs";
import type { ReadMark } from "./ownership";

const run = promisify(execFile);

/** A request to an API server that does not answer ends after this long. */
const TIMEOUT = "20s";

const LiveObject = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).optional() }),
});

/**
 * Reads owner marks with kubectl.
 *
 * @param kubectl path or name of the program
 * @param connection the options that tell kubectl which cluster: `--kubeconfig` or `--context`
 */
export function kubectlMark(kubectl: string, connection: readonly string[]): ReadMark {
  return async (object) => {
    const stdout = await output(kubectl, [
      ...connection,
      `--request-timeout=${TIMEOUT}`,
      "get",
      qualifiedKind(object),
      object.name,
      ...(object.namespace === undefined ? [] : ["--namespace", object.namespace]),
      "--output=json",
      "--ignore-not-found",
    ]);
    if (stdout.trim() === "") return undefined;
    return LiveObject.parse(JSON.parse(stdout)).metadata.annotations?.[OWNER_ANNOTATION] ?? "";
  };
}

/** What a run of kubectl prints. @throws Error with kubectl's own words, or telling that there is none */
async function output(kubectl: string, parameters: readonly string[]): Promise<string> {
  try {
    return (await run(kubectl, parameters)).stdout;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Error(
        `The program ${kubectl} is not there. It tells whose the objects are that the run had begun to create: ` +
          `install kubectl (https://kubernetes.io/docs/tasks/tools/).`,
      );
    throw error;
  }
}

/** `Application.v1alpha1.argoproj.io`; the core group has no name, so it ends in a dot: `Namespace.v1.` */
function qualifiedKind({ apiVersion, kind }: ObjectReference): string {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return `${kind}.${version}.${group}`;
}
