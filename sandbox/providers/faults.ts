import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../contract";
import type { ResourceIdentity } from "./contract";

const moment = z.enum([
  "before create",
  "after create",
  "before update",
  "after update",
  "before delete",
  "after delete",
]);

/** When a fault strikes. */
export type Moment = z.infer<typeof moment>;

const fault = z.strictObject({
  when: moment,
  /** Type token of the resource. */
  type: z.string(),
  /** Name of the resource in the program. */
  name: z.string(),
  /** `hold` never answers; `fail` answers with an error, although the work may be done. */
  do: z.enum(["hold", "fail"]),
  message: z.string().optional(),
});

/** Makes operations fail or hang when asked. */
export interface Faults {
  /** Returns at once, unless a fault is asked for at this point. @throws OperatorError for a `fail` */
  strike(when: Moment, resource: ResourceIdentity): Promise<void>;
}

/** No faults at all. */
export const NO_FAULTS: Faults = { strike: () => Promise.resolve() };

/**
 * Faults on demand: whoever wants to see how the engine behaves when a provider stops answering writes
 * `faults.json` into the sandbox directory, a list of {@link fault}. It is read again whenever it changes.
 *
 * A resource that is held leaves `faults/<name>.held` behind, so that a test can wait for that moment and then kill
 * the engine.
 */
export function faultsOnDemand(directory: string): Faults {
  const file = join(directory, "faults.json");
  let known: { readonly version: string; readonly faults: z.infer<typeof fault>[] } | undefined;
  return {
    async strike(when, resource) {
      const version = versionOf(file);
      if (version === undefined) return;
      if (known?.version !== version) known = { version, faults: readFaults(file) };
      const hit = known.faults.find(
        ({ when: at, type, name }) =>
          at === when && type === resource.type && name === resource.name,
      );
      if (!hit) return;
      if (hit.do === "fail")
        throw new OperatorError(hit.message ?? `a fault was asked for ${when}`);
      mkdirSync(join(directory, "faults"), { recursive: true });
      writeFileSync(join(directory, "faults", `${encodeURIComponent(resource.name)}.held`), when);
      await new Promise<never>(() => undefined);
    },
  };
}

function versionOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.mtimeMs}-${found.size}-${found.ino}`;
}

function readFaults(file: string): z.infer<typeof fault>[] {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  const parsed = z.array(fault).safeParse(read);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`${file}: ${z.prettifyError(parsed.error)}`);
}
