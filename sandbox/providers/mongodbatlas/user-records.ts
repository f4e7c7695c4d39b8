import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writePrivateJson } from "../../servers/files";

const recordSchema = z.strictObject({
  projectId: z.string(),
  username: z.string(),
  authDatabaseName: z.string(),
  description: z.string().optional(),
  roles: z.array(
    z.strictObject({
      roleName: z.string(),
      databaseName: z.string(),
      collectionName: z.string().optional(),
    }),
  ),
  scopes: z.array(z.strictObject({ name: z.string(), type: z.string() })).optional(),
  labels: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
});

/** A database user as Atlas knows it: everything but the password. */
export type UserRecord = z.infer<typeof recordSchema>;

/** What identifies a user: Atlas tells users apart by all three. */
export type UserKey = Pick<UserRecord, "projectId" | "username" | "authDatabaseName">;

/** The users of all projects. */
export interface UserRecords {
  find(key: UserKey): UserRecord | undefined;
  save(record: UserRecord): void;
  remove(key: UserKey): void;
}

/** Keeps each user in a file of its own below `directory`, which is made when it is needed. */
export function userRecords(directory: string): UserRecords {
  const fileOf = ({ projectId, authDatabaseName, username }: UserKey): string =>
    join(
      directory,
      `${[projectId, authDatabaseName, username].map(encodeURIComponent).join(",")}.json`,
    );
  return {
    find: (key) => readJson(fileOf(key), recordSchema),
    save: (record) => writePrivateJson(fileOf(record), record),
    remove: (key) => rmSync(fileOf(key), { force: true }),
  };
}
