import { join } from "node:path";
import { Account } from "../../cloud/account";
import { cloudKinds } from "../../cloud/cloud-kinds";
import type { Cloud } from "../../cloud/type";
import type { ResourceKind } from "../../contract";
import type { Atlas } from "../atlas";
import { CLUSTERS } from "./clusters";
import { REFERENCES } from "./types";

/** Where it is kept what there is in the sandbox's project. */
export const accountFile = (directory: string): string => join(directory, "atlas", "account.json");

const atlasCloud = (directory: string): Cloud<Atlas> => ({
  account: new Account(accountFile(directory)),
  references: REFERENCES,
  refusals: { taken: "DUPLICATE", missing: "NOT_FOUND", inUse: "IN_USE" },
  regionOf: () => "",
  shown: () => ({}),
});

/** The types of Atlas that exist in the sandbox's project alone. */
export const atlasKinds = (
  directory: string,
): ((type: string) => ResourceKind<Atlas> | undefined) =>
  cloudKinds(atlasCloud(directory), "@pulumi/mongodbatlas", CLUSTERS);
