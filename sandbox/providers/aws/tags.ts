import { z } from "zod";

/** Tags as the program says them. */
export const tagsSchema = z.record(z.string(), z.string()).optional();

export type Tags = z.infer<typeof tagsSchema>;

/** Tags as the services take them. */
export const toTagList = (tags: Tags = {}): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Tags as the services give them. */
export const fromTagList = (
  list: readonly { readonly Key?: string; readonly Value?: string }[] = [],
): Record<string, string> =>
  Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
