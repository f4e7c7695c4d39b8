import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../contract";
import type { ResourceIdentity } from "./contract";
import { canStrike, faultKind, moment, suffer, type Moment } from "./fault-kinds";

const ANY = "*";

const fault = z
  .strictObject({
    when: moment,
    /** Type token of the resource, or `*` for all. */
    type: z.string(),
    /** Name of the resource in the program, or `*` for all. */
    name: z.string(),
    do: faultKind,
    /** How often it strikes each resource: a `throttle` strikes each attempt. @default always */
    times: z.int().positive().optional(),
    message: z.string().optional(),
  })
  .refine(({ do: kind, when }) => canStrike(kind, when), "does not happen at this moment");

/** A fault that somebody asks for. */
export type Fault = Readonly<z.infer<typeof fault>>;

/** Makes operations fail or hang when asked. */
export interface Faults {
  /**
   * Returns at once, unless a fault is asked for at this point.
   *
   * @throws OperatorError for a fault that ends the operation, NotSettled where the resource is there nevertheless
   */
  strike(when: Moment, resource: ResourceIdentity): Promise<void>;
}

/** No faults at all. */
export const NO_FAULTS: Faults = { strike: () => Promise.resolve() };

interface Asked {
  readonly version: string;
  readonly faults: readonly Fault[];
  /** How often each fault has struck each resource. */
  readonly struck: Map<string, number>;
}

/**
 * Faults on demand: whoever wants to see how the engine behaves when a provider stops answering writes
 * `faults.json` into the sandbox directory, a list of {@link fault}. It is read again whenever it changes.
 *
 * A resource that is held leaves `faults/<name>.held` behind, so that a test can wait for that moment and then kill
 * the engine.
 */
export function faultsOnDemand(directory: string): Faults {
  const file = join(directory, "faults.json");
  let known: Asked | undefined;
  return {
    async strike(when, resource) {
      const version = versionOf(file);
      if (version === undefined) return;
      if (known?.version !== version)
        known = { version, faults: readFaults(file), struck: new Map() };
      const { faults, struck } = known;
      const index = faults.findIndex((each) => isMeant(each, when, resource));
      const hit = faults[index];
      if (!hit) return;
      if (hit.do === "hold") return hold(directory, when, resource);
      const key = `${index} ${resource.urn}`;
      await suffer(hit.do, hit, () => {
        const times = struck.get(key) ?? 0;
        struck.set(key, times + 1);
        return times < (hit.times ?? Infinity);
      });
    },
  };
}

const isMeant = (
  { when: at, type, name }: Fault,
  when: Moment,
  resource: ResourceIdentity,
): boolean =>
  at === when &&
  (type === ANY || type === resource.type) &&
  (name === ANY || name === resource.name);

async function hold(directory: string, when: Moment, { name }: ResourceIdentity): Promise<never> {
  mkdirSync(join(directory, "faults"), { recursive: true });
  writeFileSync(join(directory, "faults", `${encodeURIComponent(name)}.held`), when);
  return new Promise<never>(() => undefined);
}

function versionOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.mtimeMs}-${found.size}-${found.ino}`;
}

function readFaults(file: string): readonly Fault[] {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  const parsed = z.array(fault).safeParse(read);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`${file}: ${z.prettifyError(parsed.error)}`);
}
