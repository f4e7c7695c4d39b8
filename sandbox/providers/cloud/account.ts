import { statSync } from "node:fs";
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
 * engine's state says, only what is here exists. It is kept in a file, which others may
 * change as well, as somebody else makes things in an account.
 */
export class Account {
  private known = new Map<string, Thing>();
  private version = "";

  constructor(private readonly file: string) {}

  /** @param entry for most types the id */
  find(type: string, entry: string): Thing | undefined {
    return this.things().get(keyOf({ type, id: entry }));
  }

  ofType(type: string): readonly Thing[] {
    return [...this.things().values()].filter((each) => each.type === type);
  }

  put(added: Thing): void {
    this.things().set(keyOf(added), added);
    this.write();
  }

  remove(type: string, entry: string): void {
    if (this.things().delete(keyOf({ type, id: entry }))) this.write();
  }

  private things(): Map<string, Thing> {
    const version = versionOf(this.file);
    if (version !== this.version) {
      this.known = new Map(thingsIn(this.file).map((each) => [keyOf(each), each]));
      this.version = version;
    }
    return this.known;
  }

  private write(): void {
    writePrivateJson(this.file, [...this.known.values()]);
    this.version = versionOf(this.file);
  }
}

/** Changes with what is in a file. */
function versionOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.ino} ${found.mtimeNs} ${found.size}`;
}

const keyOf = ({ type, id, entry = id }: Pick<Thing, "type" | "id" | "entry">): string =>
  `${type} ${entry}`;

/** What is in the account that a file keeps. */
export const thingsIn = (file: string): readonly Thing[] => readJson(file, z.array(thing)) ?? [];
