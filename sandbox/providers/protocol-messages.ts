import { CheckFailure, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { CheckFailure as Failure, ResourceIdentity } from "./contract";
import type { Difference } from "./diff";
import { isUnderAny, topOf } from "./diff";
import { mapProperties, unwrapSecrets, wrapSecrets } from "./secret";
import { isValue, type Properties } from "./value";

/** The properties in a message, without secret wrappers; none if the message has none. */
export function fromStruct(struct: Struct | undefined): Properties {
  const read: unknown = struct?.toJavaScript() ?? {};
  if (!isValue(read) || typeof read !== "object" || read === null || Array.isArray(read)) {
    throw new Error("the engine sent properties that are no JSON object");
  }
  return mapProperties(read, unwrapSecrets);
}

/** Properties as a message, with the named ones marked as secrets. */
export const toStruct = (properties: Properties, secrets: readonly string[] = []): Struct =>
  Struct.fromJavaScript(wrapSecrets(withoutUndefined(properties), secrets));

// A spread of optional properties leaves `undefined` behind, which has no form in a message.
const withoutUndefined = (properties: Properties): Properties => {
  const copy: unknown = JSON.parse(JSON.stringify(properties));
  return isValue(copy) && typeof copy === "object" && copy !== null && !Array.isArray(copy)
    ? copy
    : {};
};

/**
 * Reads `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. A name may hold `::`, a type may not.
 *
 * @throws Error if the text is no URN
 */
export function identityOf(urn: string): ResourceIdentity {
  const [, , types, ...name] = urn.split("::");
  const type = types?.split("$").at(-1);
  if (type === undefined || name.length === 0) throw new Error(`"${urn}" is not a resource's URN`);
  return { urn, type, name: name.join("::") };
}

/** Failures of a check as messages. */
export const toFailures = (failures: readonly Failure[]): CheckFailure[] =>
  failures.map(({ property, reason }) =>
    new CheckFailure().setProperty(property).setReason(reason),
  );

/** What a changed set of inputs means for a resource. */
export interface Change {
  readonly differences: ReadonlyMap<string, Difference>;
  /** Paths that replace the resource when they, or something below them, differ. */
  readonly replaceOn: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

const { Kind } = PropertyDiff;
const UPDATE_KINDS = { added: Kind.ADD, deleted: Kind.DELETE, changed: Kind.UPDATE };
const REPLACE_KINDS = {
  added: Kind.ADD_REPLACE,
  deleted: Kind.DELETE_REPLACE,
  changed: Kind.UPDATE_REPLACE,
};

/** A change as the engine wants it told: path by path. */
export function toDiffResponse(change: Change): DiffResponse {
  const response = new DiffResponse();
  const replaces: string[] = [];
  for (const [path, difference] of change.differences) {
    const replace = isUnderAny(path, change.replaceOn);
    if (replace) replaces.push(path);
    const kind = (replace ? REPLACE_KINDS : UPDATE_KINDS)[difference];
    response.getDetaileddiffMap().set(path, new PropertyDiff().setKind(kind).setInputdiff(true));
  }
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  return response
    .setHasdetaileddiff(true)
    .setChanges(change.differences.size > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set([...change.differences.keys()].map(topOf))])
    .setReplacesList(replaces)
    .setDeletebeforereplace(change.deleteBeforeReplace && replaces.length > 0);
}
