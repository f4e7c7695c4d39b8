import type * as pulumi from "@pulumi/pulumi";
import type { ObjectStorage } from "../contract";
import type { StorageSettings } from "../settings";
import { S3Storage, type S3Args } from "./s3";
import { SpacesStorage, type SpacesArgs } from "./spaces";
import { S3CompatibleStorage, type S3CompatibleArgs } from "./s3-compatible";

export type StorageArgs = Omit<S3Args & S3CompatibleArgs & SpacesArgs, "settings"> & {
  readonly settings: StorageSettings;
};

/** The object storage that the settings ask for. */
export function createStorage(
  name: string,
  args: StorageArgs,
  opts: pulumi.ComponentResourceOptions = {},
): ObjectStorage & pulumi.Resource {
  const { settings } = args;
  switch (settings.kind) {
    case "s3":
      return new S3Storage(name, { ...args, settings }, opts);
    case "spaces":
      return new SpacesStorage(name, { ...args, settings }, opts);
    case "s3-compatible":
      return new S3CompatibleStorage(name, { ...args, settings }, opts);
    default:
      return settings satisfies never;
  }
}
