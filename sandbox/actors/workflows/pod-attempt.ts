import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { WorkflowApi } from "./api";
import { logTail, type Place, runContainer } from "./container";
import { type Environment, environmentOf, MissingSecret, type ReadSecret } from "./environment";
import { WorkflowError } from "./fields";
import { type Clients, programsOf } from "./images";
import type { Attempt } from "./nodes";
import { type Plan, podOf } from "./plan";

/** Pause between two looks for what a pod waits for, in milliseconds. */
const PAUSE = 300;

/** What attempts are made with. */
export interface Workshop {
  readonly api: WorkflowApi;
  readonly clients: Clients;
  /** The runner's folder below that of the sandbox. */
  readonly directory: string;
}

/** The pod of an attempt. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly plan: Plan;
}

/** Why a workflow does not go on by itself. `left`: its status stays as it is, for a later runner, or because it is gone. */
export const Interruption = z.strictObject({
  kind: z.enum(["deadline", "shutdown", "left"]),
  message: z.string(),
});
export type Interruption = z.infer<typeof Interruption>;

const SecretObject = z.looseObject({ data: z.record(z.string(), z.string()).default({}) });

/** Where the log of a pod is: `workflows/logs/<namespace>/<pod>.log` in the sandbox's folder. */
export const placeOf = ({ directory }: Workshop, { namespace, name }: Pod, bin = ""): Place => ({
  bin,
  logFile: join(directory, "logs", namespace, `${name}.log`),
  volumes: join(directory, "volumes", namespace, name),
  recordFile: join(directory, "containers", namespace, `${name}.json`),
});

/** Why a workflow was interrupted. */
export const interruption = (signal: AbortSignal): Interruption | undefined =>
  signal.aborted ? Interruption.parse(signal.reason) : undefined;

/**
 * Runs one attempt to its end.
 *
 * @param report told when its state changes before the end
 * @param signal ends it, with an {@link Interruption} as the reason
 */
export async function runAttempt(
  workshop: Workshop,
  pod: Pod,
  report: (attempt: Attempt) => Promise<void>,
  signal: AbortSignal,
): Promise<Attempt> {
  const startedAt = new Date();
  const ended = (
    phase: "Succeeded" | "Failed" | "Error",
    message = "",
    exitCode?: number,
  ): Attempt => ({
    ...{ phase, startedAt, message, exitCode },
    finishedAt: new Date(),
  });
  try {
    const environment = await admitted(workshop, pod, signal, (message) =>
      report({ phase: "Pending", startedAt, message }),
    );
    const { container } = pod.plan;
    const bin = programsOf(container.image, join(workshop.directory, "images"), workshop.clients);
    const place = placeOf(workshop, pod, bin);
    await report({ phase: "Running", startedAt });
    const code = await runContainer(container, environment, place, signal);
    if (signal.aborted) return ended("Failed", interruption(signal)?.message, code);
    if (code === 0) return ended("Succeeded", "", 0);
    const readsLog = container.terminationMessagePolicy === "FallbackToLogsOnError";
    const tail = readsLog ? logTail(place.logFile) : "";
    return ended(
      "Failed",
      `main: Error (exit code ${code})${tail === "" ? "" : `: ${tail}`}`,
      code,
    );
  } catch (error) {
    if (signal.aborted) return ended("Failed", interruption(signal)?.message);
    if (error instanceof WorkflowError) return ended("Error", error.message);
    throw error;
  }
}

/** Waits until a pod may start: the API server's admission lets it in, and its Secrets are there. */
async function admitted(
  { api }: Workshop,
  pod: Pod,
  signal: AbortSignal,
  waiting: (message: string) => Promise<void>,
): Promise<Environment> {
  const { name, namespace, plan } = pod;
  const core = `/api/v1/namespaces/${namespace}`;
  const readSecret: ReadSecret = async (secret) => {
    const found = await api.get(`${core}/secrets/${secret}`);
    return found === undefined ? undefined : decoded(SecretObject.parse(found).data);
  };
  for (let told = ""; ; await sleep(PAUSE, undefined, { signal })) {
    let message = await api.refusalOf(`${core}/pods`, podOf(plan, name, namespace));
    if (message === undefined) {
      try {
        return await environmentOf(plan.container, namespace, readSecret);
      } catch (error) {
        if (!(error instanceof MissingSecret)) throw error;
        message = error.message;
      }
    } else if (!message.includes("exceeded quota")) throw new WorkflowError(message);
    if (message !== told) await waiting(message);
    told = message;
  }
}

const decoded = (data: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString("utf8"),
    ]),
  );
