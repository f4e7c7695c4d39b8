import { z } from "zod";
import { readJson, writePrivateJson } from "../../servers/files";
import { isValue, type Properties } from "../value";

const properties = z.record(z.string(), z.custom<Properties[string]>(isValue));

const thing = z.strictObject({
  /** Type token. */
  type: z.string(),
  id: z.string(),
  /** What tells it from others of its type. @default - its id */
  entry: z.string().optional(),
  /** Of the resource that made it; a snapshot has that of its server. */
  urn: z.string(),
  /** Secrets are left out. */
  inputs: properties,
  outputs: properties,
});

/** Something that is in the account. */
export type Thing = z.infer<typeof thing>;

/**
 * What there is of a cloud in the sandbox beside buckets, users and keys, as its control plane would know it: whatever the
 * engine's state says, only what is here exists. It is kept in a file.
 */
export class Account {
  private readonly things: Map<string, Thing>;

  constructor(private readonly file: string) {
    this.things = new Map(thingsIn(file).map((each) => [keyOf(each), each]));
  }

  /** @param entry for most types the id */
  find(type: string, entry: string): Thing | undefined {
    return this.things.get(keyOf({ type, id: entry }));
  }

  ofType(type: string): readonly Thing[] {
    return [...this.things.values()].filter((each) => each.type === type);
  }

  put(added: Thing): void {
    this.things.set(keyOf(added), added);
    this.write();
  }

  remove(type: string, entry: string): void {
    if (this.things.delete(keyOf({ type, id: entry }))) this.write();
  }

  private write(): void {
    writePrivateJson(this.file, [...this.things.values()]);
  }
}

const keyOf = ({ type, id, entry = id }: Pick<Thing, "type" | "id" | "entry">): string =>
  `${type} ${entry}`;

/** What is in the account that a file keeps. */
export const thingsIn = (file: string): readonly Thing[] => readJson(file, z.array(thing)) ?? [];
