import { join } from "node:path";
import { Account } from "../../cloud/account";
import { cloudKinds } from "../../cloud/cloud-kinds";
import { ControlPlane, type CloudSite } from "../../cloud/control-plane";
import { DatabaseServer } from "../../cloud/database-server";
import type { Cloud } from "../../cloud/type";
import type { ResourceKind } from "../../contract";
import { optionalTextAt } from "../../value";
import type { DigitalOceanClient } from "../client";
import { databases } from "./database";
import { kubernetes } from "./kubernetes";
import { NETWORK } from "./network";
import { REFERENCES } from "./types";

/** Where it is kept what there is in the sandbox's account. */
export const accountFile = (directory: string): string =>
  join(directory, "digitalocean", "account.json");

/** Where the files of a sandbox's clusters are, which its `doctl` command prints. */
export const clustersFolder = (directory: string): string =>
  join(directory, "digitalocean", "clusters");

/** The sandbox's API server, as that of its clusters. */
export const controlPlane = ({ directory, servers }: CloudSite): ControlPlane =>
  new ControlPlane(clustersFolder(directory), servers.kubernetes.kubeconfig);

const digitalOcean = (directory: string): Cloud<DigitalOceanClient> => ({
  account: new Account(accountFile(directory)),
  references: REFERENCES,
  refusals: {
    taken: "422 Unprocessable Entity",
    missing: "404 Not Found",
    inUse: "403 Forbidden",
  },
  regionOf: (_client, inputs) => optionalTextAt(inputs, "region") ?? "",
  shown: () => ({}),
});

/** The types of DigitalOcean that exist in the sandbox's account alone. */
export const digitalOceanKinds = (
  site: CloudSite,
): ((type: string) => ResourceKind<DigitalOceanClient> | undefined) =>
  cloudKinds(digitalOcean(site.directory), "@pulumi/digitalocean", {
    ...NETWORK,
    ...kubernetes(controlPlane(site)),
    ...databases(new DatabaseServer(site.servers.mysql)),
  });
