import { fleetConfig, slugOf } from "../fleet";
import type { Bench } from "./bench";
import { BenchStack, type StateSize } from "./bench-stack";
import { MemoryWatch } from "./memory-watch";
import { PlainClients } from "./plain-clients";
import { plainObjects, type PlainObjects } from "./plain-objects";

/** Seconds of what is done to a fleet, in this order. */
export interface Steps {
  /** Everything, from nothing. */
  readonly create: number;
  /** The same again, which changes nothing. */
  readonly unchanged: number;
  readonly addOne: number;
  readonly removeOne: number;
  /** Everything, down to nothing. */
  readonly destroy: number;
}

/** What was measured with a number of instances. */
export interface FleetFigures {
  readonly instances: number;
  readonly pulumi: Steps;
  /** The same objects by `kubectl` and SQL. @default - there is no instance, so there are none */
  readonly plain?: Steps;
  /** Seconds of a `pulumi up` from a shell that changes nothing: it starts the program too. */
  readonly unchangedFromShell: number;
  readonly state: StateSize;
  /** The most memory that servers, stand-ins, engine and program held together. */
  readonly peakMemoryBytes: number;
}

/** Measures a fleet of `instances`, from nothing to nothing. The sandbox's stack must be empty before, and is after. */
export async function measureFleet(bench: Bench, instances: number): Promise<FleetFigures> {
  const stack = new BenchStack(bench);
  const [fleet, larger] = [fleetConfig(instances), fleetConfig(instances + 1)];
  const say = (what: string) => bench.report(`${instances} instances: ${what}`);
  const memory = new MemoryWatch(bench.directory);
  try {
    say("up from nothing");
    const create = await stack.up(fleet);
    say("nothing changed, first as the sandbox does it, then from a shell");
    const unchanged = await stack.unchanged(fleet);
    const unchangedFromShell = await stack.unchangedFromShell();
    const state = stack.stateSize();
    say("one more");
    const addOne = await stack.up(larger);
    const objects = objectsOf(await stack.deployment(larger), instances + 1);
    say("one less again");
    const removeOne = await stack.up(fleet);
    say("the same with kubectl and SQL");
    const plain = instances > 0 ? await measurePlain(bench, objects) : undefined;
    say("destroy");
    const destroy = await stack.destroy(fleet);
    return {
      instances,
      pulumi: { create, unchanged, addOne, removeOne, destroy },
      plain,
      unchangedFromShell,
      state,
      peakMemoryBytes: memory.stop(),
    };
  } finally {
    memory.stop();
  }
}

/** The objects of each instance, under names that do not meet those of the stack. */
const objectsOf = (deployment: unknown, instances: number): PlainObjects[] =>
  Array.from({ length: instances }, (_, index) => slugOf(index + 1)).map((slug) =>
    plainObjects(deployment, slug, slug.replace("bench", "plain")),
  );

/** Does to the objects what has been done to the stack; the last instance is the one that comes and goes. */
async function measurePlain(bench: Bench, objects: readonly PlainObjects[]): Promise<Steps> {
  const clients = new PlainClients(bench);
  const [fleet, last] = [objects.slice(0, -1), objects.slice(-1)];
  return {
    create: await clients.apply(fleet),
    unchanged: await clients.apply(fleet),
    addOne: await clients.apply(last),
    removeOne: await clients.delete(last),
    destroy: await clients.delete(fleet),
  };
}
