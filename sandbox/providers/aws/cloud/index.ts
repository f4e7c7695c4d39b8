import { join } from "node:path";
import { Account } from "../../cloud/account";
import { cloudKinds } from "../../cloud/cloud-kinds";
import { ControlPlane, type CloudSite } from "../../cloud/control-plane";
import { DatabaseServer } from "../../cloud/database-server";
import type { Cloud } from "../../cloud/type";
import type { ResourceKind } from "../../contract";
import { propertiesAt } from "../../value";
import type { AwsClient } from "../client";
import { EC2 } from "./ec2";
import { eks } from "./eks";
import { IAM } from "./iam";
import { rds } from "./rds";
import { REFERENCES } from "./references";
import { WATCHING } from "./watching";

/** Where it is kept what there is in the sandbox's account. */
export const accountFile = (directory: string): string => join(directory, "aws", "account.json");

/** Where the files of a sandbox's clusters are, which its `aws` command prints. */
export const clustersFolder = (directory: string): string => join(directory, "aws", "eks");

const awsCloud = (directory: string): Cloud<AwsClient> => ({
  account: new Account(accountFile(directory)),
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

/** The types of AWS that exist in the sandbox's account alone. */
export const awsKinds = ({
  directory,
  servers,
}: CloudSite): ((type: string) => ResourceKind<AwsClient> | undefined) =>
  cloudKinds(awsCloud(directory), "@pulumi/aws", {
    ...EC2,
    ...IAM,
    ...WATCHING,
    ...eks(new ControlPlane(clustersFolder(directory), servers.kubernetes.kubeconfig)),
    ...rds(new DatabaseServer(servers.mysql)),
  });
