import type * as pulumi from "@pulumi/pulumi";
import type { MongoServer } from "../contract";
import { AtlasServer, type AtlasArgs } from "./atlas";

/** The MongoDB server that the settings ask for. */
export function createMongodb(
  name: string,
  args: AtlasArgs,
  opts: pulumi.ComponentResourceOptions = {},
): MongoServer {
  switch (args.settings.kind) {
    case "atlas":
      return new AtlasServer(name, args, opts);
    default:
      return args.settings.kind satisfies never;
  }
}
