import type * as pulumi from "@pulumi/pulumi";
import type { ObjectStorage } from "../contract";
import { S3Storage, type S3Args } from "./s3";

/** The object storage that the settings ask for. */
export function createStorage(
  name: string,
  args: S3Args,
  opts: pulumi.ComponentResourceOptions = {},
): ObjectStorage {
  switch (args.settings.kind) {
    case "s3":
      return new S3Storage(name, args, opts);
    default:
      return args.settings.kind satisfies never;
  }
}
