import type { ObjectReference } from "./inputs";
import type { PendingImport } from "./pending";

/** Gives the owner mark of a live object: absent object `undefined`, object without a mark `""`. */
export type ReadMark = (object: ObjectReference) => Promise<string | undefined>;

export interface Claims {
  /** Provider ids of what is ours, by URN. */
  readonly ours: ReadonlyMap<string, string>;
  /** Objects that stand where ours should, and carry another mark or none. */
  readonly foreign: readonly Foreign[];
}

export interface Foreign {
  readonly urn: string;
  readonly object: ObjectReference;
  /** The mark that it carries, `""` for none. */
  readonly mark: string;
}

/** Looks at the live objects and tells which of the interrupted creations are ours to take over. */
export async function checkClaims(
  imports: readonly PendingImport[],
  readMark: ReadMark,
): Promise<Claims> {
  const ours = new Map<string, string>();
  const foreign: Foreign[] = [];
  for (const { urn, id, claim } of imports) {
    if (claim.by === "suffix") {
      ours.set(urn, id);
      continue;
    }
    const mark = await readMark(claim.object);
    if (mark === claim.mark) ours.set(urn, id);
    else if (mark !== undefined) foreign.push({ urn, object: claim.object, mark });
  }
  return { ours, foreign };
}
