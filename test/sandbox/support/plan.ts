import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";

/** One step that the engine plans. */
export interface PlannedStep {
  /** Type token of the resource. */
  readonly type: string;
  readonly name: string;
  readonly operation: string;
}

/** What `up` would do, as the engine plans it, without what stays as it is. */
export async function plannedSteps(stack: Stack): Promise<readonly PlannedStep[]> {
  const events: EngineEvent[] = [];
  await stack.preview({ onEvent: (event) => events.push(event), color: "never" });
  return events.flatMap(({ resourcePreEvent }): PlannedStep[] => {
    if (resourcePreEvent === undefined) return [];
    const { urn, op, type } = resourcePreEvent.metadata;
    return op === "same" ? [] : [{ type, name: urn.split("::").at(-1) ?? "", operation: op }];
  });
}

/** The operations of each resource, by its name: a replacement has several. */
export function operationsByName(steps: readonly PlannedStep[]): Record<string, string> {
  const names = [...new Set(steps.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((name) => [
      name,
      steps
        .filter((step) => step.name === name)
        .map(({ operation }) => operation)
        .join(", "),
    ]),
  );
}

/** The same in a line for each step, sorted: `update history-storage-cors`. */
export const plan = async (stack: Stack): Promise<readonly string[]> =>
  (await plannedSteps(stack)).map(({ operation, name }) => `${operation} ${name}`).sort();

/** The same, but for what every run reads. */
export const planned = async (stack: Stack): Promise<readonly string[]> =>
  (await plan(stack)).filter((step) => !step.startsWith("read "));
