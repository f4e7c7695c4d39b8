import { createHash } from "node:crypto";
import type { UserKey } from "./user-records";

/** Digits that tell servers apart whose users' names differ in nothing but the characters that servers do not take. */
const HASH_LENGTH = 8;

/** Characters of a server's name. */
const LENGTH = 63;

/** Name of the server that lets in a user: lower-case letters, digits and hyphens. */
export function serverName({ projectId, authDatabaseName, username }: UserKey): string {
  const hash = createHash("sha256")
    .update([projectId, authDatabaseName, username].join("/"))
    .digest("hex")
    .slice(0, HASH_LENGTH);
  const readable = username
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LENGTH - HASH_LENGTH - 1)
    .replace(/^-|-$/g, "");
  return [readable, hash].filter((part) => part !== "").join("-");
}
