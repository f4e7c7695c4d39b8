import { join } from "node:path";
import { Account } from "../../cloud/account";
import { cloudKinds } from "../../cloud/cloud-kinds";
import { ControlPlane, type CloudSite } from "../../cloud/control-plane";
import { DatabaseServer } from "../../cloud/database-server";
import type { Cloud } from "../../cloud/type";
import type { StandIn } from "../../contract";
import { propertiesAt } from "../../value";
import type { AwsClient } from "../client";
import { EC2 } from "./ec2";
import { eks } from "./eks";
import { IAM } from "./iam";
import { lookUps } from "./look-up";
import { rds } from "./rds";
import { REFERENCES } from "./references";
import { WATCHING } from "./watching";

/** Where it is kept what there is in the sandbox's account. */
export const accountFile = (directory: string): string => join(directory, "aws", "account.json");

/** Where the files of a sandbox's clusters are, which its `aws` command prints. */
export const clustersFolder = (directory: string): string => join(directory, "aws", "eks");

const cloudOf = (account: Account): Cloud<AwsClient> => ({
  account,
  references: REFERENCES,
  refusals: {
    taken: "AlreadyExistsException",
    missing: "NotFoundException",
    inUse: "DependencyViolation",
  },
  regionOf: ({ region }, inputs) => (typeof inputs.region === "string" ? inputs.region : region),
  shown: ({ region, defaultTags }, inputs) => ({
    region,
    tagsAll: { ...defaultTags, ...propertiesAt(inputs, "tags") },
  }),
});

/** What of AWS exists in the sandbox's account alone: its types, and what is told of what is there. */
export function inAccount({
  directory,
  servers,
}: CloudSite): Pick<StandIn<AwsClient>, "otherResource" | "functions"> {
  const account = new Account(accountFile(directory));
  const otherResource = cloudKinds(cloudOf(account), "@pulumi/aws", {
    ...EC2,
    ...IAM,
    ...WATCHING,
    ...eks(new ControlPlane(clustersFolder(directory), servers.kubernetes.kubeconfig)),
    ...rds(new DatabaseServer(servers.mysql)),
  });
  return { otherResource, functions: lookUps(account) };
}
