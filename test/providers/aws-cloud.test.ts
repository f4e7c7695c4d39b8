import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { standIn as standInWith } from "../../sandbox/providers/aws";
import { OperatorError } from "../../sandbox/contract";
import { awsClient, type AwsClient } from "../../sandbox/providers/aws/client";
import { accountFile } from "../../sandbox/providers/aws/cloud";
import { lookUps } from "../../sandbox/providers/aws/cloud/look-up";
import { Account, thingsIn } from "../../sandbox/providers/cloud/account";
import { nameFailures } from "../../sandbox/providers/check";
import type { Created, ResourceKind } from "../../sandbox/providers/contract";
import { recordedWithAtlas, recordOnAws } from "../support/aws";
import { ON_EXISTING_AWS } from "../support/found";
import {
  create,
  deleted as deletedBy,
  identity,
  importOf,
  kindOf,
  refusals,
  refusedOf,
} from "./support/ask";
import { serversNowhere } from "./support/servers";

const environment = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
const endpoints = JSON.stringify([{ s3: "http://127.0.0.1:1", iam: "http://127.0.0.1:2" }]);
const defaultTags = JSON.stringify({ tags: { of: "campus" } });
const client = awsClient(environment, { region: "eu-central-1", endpoints, defaultTags });

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-aws-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const standInHere = () => standInWith(environment, { directory, servers: serversNowhere() });

function kindsHere(): (type: string) => ResourceKind<AwsClient> {
  const standIn = standInHere();
  return (type) => kindOf(standIn, type);
}

const deleted = (kind: ResourceKind<AwsClient>, made: Created): Promise<void> =>
  deletedBy(kind, client, made);

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

describe("the types of AWS that a stack uses", () => {
  it("are all served, and take what the program gives them", async () => {
    const recorded = [...(await recordedWithAtlas()), ...(await recordOnAws({}, ON_EXISTING_AWS))];
    expect(await refusedOf(standInHere(), client, recorded)).toEqual([]);
  });

  const cluster = { roleArn: "arn:x", vpcConfig: { subnetIds: ["subnet-1"] } };
  const CLUSTER = "aws:eks/cluster:Cluster";

  it.each([
    [
      "one that is misspelt",
      { ...cluster, deletionProtecton: true },
      "Invalid or unknown key. Examine values at 'it.deletionProtecton'.",
    ],
    [
      "one that is missing",
      { roleArn: "arn:x" },
      'Missing required argument. The argument "vpcConfig" is required, but no definition was found. ' +
        "Examine values at 'it.vpcConfig'.",
    ],
  ])("refuse inputs as the SDK declares them: %s", (_what, inputs, reason) => {
    const failures = nameFailures(kindsHere()(CLUSTER), { name: "it", inputs });
    expect(failures).toEqual([{ property: "", reason }]);
  });

  it.each([
    [
      CLUSTER,
      { ...cluster, deletionProtection: "true" },
      "deletionProtection: Invalid input: expected boolean, received string",
    ],
    [
      CLUSTER,
      { ...cluster, vpcConfig: { subnetIds: "subnet-1" } },
      "vpcConfig.subnetIds: Invalid input: expected array, received string",
    ],
    [
      CLUSTER,
      { ...cluster, vpcConfig: { subnetIds: [], publicAccessCidr: [] } },
      'vpcConfig: Unrecognized key: "publicAccessCidr"',
    ],
    [
      CLUSTER,
      { ...cluster, encryptionConfig: { resources: ["secrets"] } },
      "encryptionConfig.provider: Invalid input: expected object, received undefined",
    ],
    [
      LAUNCH_TEMPLATE,
      { blockDeviceMappings: [{ ebs: { encrypted: true } }] },
      "blockDeviceMappings[0].ebs.encrypted: Invalid input: expected string, received boolean",
    ],
    [VPC, { tags: { Name: 1 } }, "tags.Name: Invalid input: expected string, received number"],
  ])("refuse wrong values of %s: %j", async (type, inputs, refusal) => {
    expect(await refusals(kindsHere()(type), client, inputs)).toEqual([refusal]);
  });
});

describe("a look-up", () => {
  const ask = (token: string, args: Record<string, string>) =>
    lookUps(new Account(accountFile(directory)))?.[token]?.(client, args);

  it("tells of what is there, whoever has made it", async () => {
    new Account(accountFile(directory)).put({
      ...{ type: "aws:rds/instance:Instance", id: "shared-mysql", urn: "" },
      inputs: { engine: "mysql", username: "root", vpcSecurityGroupIds: ["sg-1"] },
      outputs: { address: "shared-mysql.rds.amazonaws.com", port: 3306 },
    });
    const found = await ask("aws:rds/getInstance:getInstance", {
      dbInstanceIdentifier: "shared-mysql",
    });
    expect(found).toEqual({
      dbInstanceIdentifier: "shared-mysql",
      id: "shared-mysql",
      address: "shared-mysql.rds.amazonaws.com",
      engine: "mysql",
      masterUsername: "root",
      port: 3306,
      vpcSecurityGroups: ["sg-1"],
    });
  });

  it("finds nothing that is not there", async () => {
    await expect(ask("aws:eks/getCluster:getCluster", { name: "other" })).rejects.toThrow(
      new OperatorError('NotFoundException: the account has no Cluster "other"'),
    );
  });
});

describe("the account", () => {
  it("holds what was made, over a restart, and nothing of what was deleted", async () => {
    const kind = kindsHere()(VPC);
    const made = await create(kind, client, { cidrBlock: "10.0.0.0/16", tags: { Name: "n" } });
    expect(made.id).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:ec2:eu-central-1:111122223333:vpc/${made.id}`,
      tagsAll: { of: "campus", Name: "n" },
    });
    const after = kindsHere()(VPC);
    expect(await importOf(after, client, made.id)).toMatchObject({ outputs: made.outputs });
    await deleted(after, made);
    await deleted(after, made);
    expect(await importOf(after, client, made.id)).toBeUndefined();
    expect(thingsIn(accountFile(directory))).toEqual([]);
  });

  it("has no two things of one name", async () => {
    const kind = kindsHere()(LOG_GROUP);
    await create(kind, client, { name: "logs" });
    await expect(create(kind, client, { name: "logs" })).rejects.toThrow(
      'creating LogGroup (it): ResourceAlreadyExistsException: LogGroup "logs" already exists',
    );
  });

  it("makes nothing in a network that is not there, and keeps one that is in use", async () => {
    const kindOf = kindsHere();
    const inside = (vpcId: string) => ({ vpcId, cidrBlock: "10.0.0.0/24" });
    await expect(create(kindOf(SUBNET), client, inside("vpc-1"))).rejects.toThrow(
      'creating Subnet (it): NotFoundException: vpcId is "vpc-1", and the account has no such Vpc',
    );
    const vpc = await create(kindOf(VPC), client, { cidrBlock: "10.0.0.0/16" });
    const subnet = await create(kindOf(SUBNET), client, inside(vpc.id));
    await expect(deleted(kindOf(VPC), vpc)).rejects.toThrow(
      `deleting Vpc (${vpc.id}): DependencyViolation: Vpc "${vpc.id}" has a dependent object and cannot be deleted: ` +
        `Subnet "${subnet.id}"`,
    );
    await deleted(kindOf(SUBNET), subnet);
    await deleted(kindOf(VPC), vpc);
  });

  it("gives a changed launch template another version", async () => {
    const kind = kindsHere()(LAUNCH_TEMPLATE);
    const { id, outputs } = await create(kind, client, {});
    const request = { ...identity(), id, oldInputs: {}, oldOutputs: outputs };
    const changed = await kind.update?.(client, { ...request, inputs: { imageId: "ami-1" } });
    expect(changed).toMatchObject({ imageId: "ami-1", latestVersion: 2 });
  });

  it.each([
    [
      "aws:eks/cluster:Cluster",
      "InvalidRequestException: deletion protection is enabled for the cluster campus; disable it first",
    ],
    [
      "aws:rds/instance:Instance",
      "InvalidParameterCombination: Cannot delete protected DB Instance campus, " +
        "please disable deletion protection and try again.",
    ],
  ])("keeps what is protected: %s", async (type, refusal) => {
    const outputs = { deletionProtection: true };
    const thing = { type, id: "campus", urn: "urn", inputs: {}, outputs };
    new Account(accountFile(directory)).put(thing);
    await expect(deleted(kindsHere()(type), thing)).rejects.toThrow(refusal);
  });
});
