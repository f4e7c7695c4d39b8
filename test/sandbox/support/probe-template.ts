import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../../components/shared/manifests";
import { identityOf } from "../../../sandbox/servers/proc";
import { pollUntil } from "../../../sandbox/servers/wait";
import { sandbox } from "./sandbox";
import { putTemplate } from "./workflows";

/** What a probe does, and what is unusual about it. */
export interface Probe {
  readonly script: string;
  readonly parameters?: readonly string[];
  readonly env?: readonly object[];
  /** Further fields of the template's spec, of its one template, and of the container. */
  readonly spec?: object;
  readonly template?: object;
  readonly container?: object;
}

/** A template of one container with a small script, as strict as the committed ones. @returns its name */
export async function putProbe(probe: Probe): Promise<string> {
  const name = `probe-${randomBytes(4).toString("hex")}`;
  const handedOver = (probe.parameters ?? []).map((parameter) => ({
    name: parameter.toUpperCase(),
    value: `{{workflow.parameters.${parameter}}}`,
  }));
  const container = {
    image: "docker.io/library/mysql:8.4.9",
    command: ["bash", "-c"],
    args: [probe.script],
    env: [...handedOver, ...(probe.env ?? [])],
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    ...probe.container,
  };
  const manifest: Manifest = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "ClusterWorkflowTemplate",
    metadata: { name },
    spec: {
      entrypoint: "probe",
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 999,
        seccompProfile: { type: "RuntimeDefault" },
      },
      arguments: { parameters: (probe.parameters ?? []).map((parameter) => ({ name: parameter })) },
      templates: [{ name: "probe", container, ...probe.template }],
      ...probe.spec,
    },
  };
  await putTemplate(manifest);
  return name;
}

/** Waits until the container of a workflow that is tried once has printed its process's number. */
export async function pidOf(namespace: string, workflow: string, pod = workflow): Promise<number> {
  const file = join(sandbox().directory, "workflows", "logs", namespace, `${pod}.log`);
  const read = (): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
  if (!(await pollUntil(() => read().endsWith("\n"), 30_000)))
    throw new Error(`the container of ${workflow} printed nothing`);
  return Number(read());
}

/** Whether a process is there and not only waits to be counted. */
export const isThere = (pid: number): boolean => identityOf(pid) !== undefined;
