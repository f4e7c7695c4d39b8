import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writePrivateJson } from "./files";

const Credentials = z.strictObject({
  /** Folder of this sandbox's keys in etcd: a second wall between two sandboxes. */
  etcdPrefix: z.string(),
  mysqlAdminPassword: z.string(),
  objectStorageAccessKeyId: z.string(),
  objectStorageSecretAccessKey: z.string(),
});
export type Credentials = z.infer<typeof Credentials>;

/** The administrators' passwords and keys of this sandbox, generated once. */
export function credentials(directory: string): Credentials {
  const file = join(directory, "credentials.json");
  const kept = readJson(file, Credentials);
  if (kept) return kept;
  const generated: Credentials = {
    etcdPrefix: `/openedx-sandbox-${randomBytes(6).toString("hex")}`,
    mysqlAdminPassword: generatePassword(),
    // Of the form that AWS gives: 20 capital letters and digits.
    objectStorageAccessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
    objectStorageSecretAccessKey: generatePassword(),
  };
  writePrivateJson(file, generated);
  return generated;
}

/** 240 random bits in letters, digits, `-` and `_`, which need no quoting anywhere. */
const generatePassword = (): string => randomBytes(30).toString("base64url");
