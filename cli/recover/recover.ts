import { findLostKeys, type KeyServices } from "./access-keys";
import { parseDeployment, type Deployment } from "./deployment";
import { checkClaims, type Foreign, type ReadMark } from "./ownership";
import { pendingImports, settle } from "./pending";

/** The state of the stack to recover, and the engine that checks it against the servers. */
export interface RecoverableStack {
  /** The `deployment` of `pulumi stack export`. */
  exportDeployment(): Promise<unknown>;
  importDeployment(deployment: Deployment): Promise<void>;
  /** `pulumi refresh`: reads every resource, drops what does not exist. */
  refresh(): Promise<void>;
}

export interface RecoverOptions {
  readonly stack: RecoverableStack;
  readonly readMark: ReadMark;
  readonly accessKeys: KeyServices;
  /** Told, line by line, what was found and what was done. */
  readonly report: (line: string) => void;
}

/**
 * Makes the state agree with the servers after a run that was killed. What the engine had begun to create is taken
 * into the state where it exists and is ours, and forgotten otherwise; an object that is not ours is left alone.
 *
 * @returns whether there was anything to recover
 */
export async function recover(options: RecoverOptions): Promise<boolean> {
  const { stack, report } = options;
  const deployment = parseDeployment(await stack.exportDeployment());
  const interrupted = deployment.pending_operations.length;
  if (interrupted === 0) return false;
  report(`An earlier run was stopped in the middle of ${countOf(interrupted, "operation")}.`);
  const { imports, cleared } = pendingImports(deployment);
  const { ours, foreign } = await checkClaims(imports, options.readMark);
  const absent = imports.filter(
    ({ urn }) => !ours.has(urn) && foreign.every((object) => object.urn !== urn),
  );
  for (const [urn, id] of ours)
    report(`  taken into the state if it exists: ${title(urn)} (${id})`);
  for (const urn of [...cleared, ...absent.map((each) => each.urn)])
    report(`  to be made by the next run: ${title(urn)}`);
  for (const object of foreign) report(`  ${foreignMessage(object)}`);
  const lost = await findLostKeys(deployment, options.accessKeys);
  // Refused while another run holds the stack, whose keys are not lost; so nothing is deleted before it.
  await stack.importDeployment(settle(deployment, ours));
  for (const { type, owner, id } of lost) {
    await options.accessKeys[type].delete(owner, id);
    report(`  deleted the key ${id} of ${owner}: its secret was never recorded`);
  }
  await stack.refresh();
  report("The state agrees with the servers again.");
  return true;
}

function foreignMessage({ object, mark }: Foreign): string {
  const place = object.namespace === undefined ? "" : ` in namespace ${object.namespace}`;
  const whose = mark === "" ? "carries no owner mark" : `belongs to ${mark}`;
  return (
    `not taken over: ${object.kind} ${object.name}${place} exists and ${whose}. ` +
    `The next run will refuse to make it; delete or rename that object first, or give the instance another slug.`
  );
}

/** Type and name: what a reader of the stack file recognises. */
function title(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1) ?? types} ${name}`;
}

const countOf = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;
