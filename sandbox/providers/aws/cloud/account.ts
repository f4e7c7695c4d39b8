import { z } from "zod";
import { readJson, writePrivateJson } from "../../../servers/files";
import { isValue, type Properties } from "../../value";

/** Number of the account that the sandbox plays. */
export const ACCOUNT = "111122223333";

const properties = z.record(z.string(), z.custom<Properties[string]>(isValue));

const thing = z.strictObject({
  /** Type token. */
  type: z.string(),
  id: z.string(),
  /** Of the resource that made it; a snapshot has that of its server. */
  urn: z.string(),
  /** Secrets are left out. */
  inputs: properties,
  outputs: properties,
});

/** Something that is in the account. */
export type Thing = z.infer<typeof thing>;

/**
 * What there is of AWS in the sandbox beside buckets, users and keys, as its control plane would know it: whatever the
 * engine's state says, only what is here exists. It is kept in a file.
 */
export class Account {
  private readonly things: Map<string, Thing>;

  constructor(private readonly file: string) {
    this.things = new Map(thingsIn(file).map((each) => [keyOf(each), each]));
  }

  find(type: string, id: string): Thing | undefined {
    return this.things.get(keyOf({ type, id }));
  }

  ofType(type: string): readonly Thing[] {
    return [...this.things.values()].filter((each) => each.type === type);
  }

  put(added: Thing): void {
    this.things.set(keyOf(added), added);
    this.write();
  }

  remove(type: string, id: string): void {
    if (this.things.delete(keyOf({ type, id }))) this.write();
  }

  private write(): void {
    writePrivateJson(this.file, [...this.things.values()]);
  }
}

const keyOf = ({ type, id }: Pick<Thing, "type" | "id">): string => `${type} ${id}`;

/** What is in the account that a file keeps. */
export const thingsIn = (file: string): readonly Thing[] => readJson(file, z.array(thing)) ?? [];
