import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { thingsIn } from "../../sandbox/providers/cloud/account";
import type { Created } from "../../sandbox/providers/contract";
import { standIn as standInWith } from "../../sandbox/providers/mongodbatlas";
import { accountFile } from "../../sandbox/providers/mongodbatlas/cloud";
import { textAt, type Properties } from "../../sandbox/providers/value";
import { recordedWithAtlas } from "../support/aws";
import { create, deleted as deletedBy, kindOf, refusals, refusedOf } from "./support/ask";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-atlas-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The stand-in over servers that are not started. */
async function standInHere() {
  const standIn = standInWith(
    { start: () => Promise.reject(new Error("not here")), remove: () => Promise.resolve() },
    directory,
  );
  const client = await standIn.configure({});
  const kind = (type: string) => kindOf(standIn, type);
  const made = (type: string, inputs: Properties): Promise<Created> =>
    create(kind(type), client, inputs);
  const deleted = (type: string, its: Created): Promise<void> => deletedBy(kind(type), client, its);
  return { standIn, client, kind, made, deleted };
}

const CLUSTER = "mongodbatlas:index/advancedCluster:AdvancedCluster";
const SERVICE = "mongodbatlas:index/privateLinkEndpoint:PrivateLinkEndpoint";
const LINK = "mongodbatlas:index/privateLinkEndpointService:PrivateLinkEndpointService";
const BACKUPS = "mongodbatlas:index/cloudBackupSchedule:CloudBackupSchedule";

const projectId = "0123456789abcdef01234567";
const cluster = {
  ...{ projectId, name: "campus-mongodb", clusterType: "REPLICASET" },
  replicationSpecs: [
    { regionConfigs: [{ providerName: "AWS", regionName: "EU_CENTRAL_1", priority: 7 }] },
  ],
};
const service = { projectId, providerName: "AWS", region: "EU_CENTRAL_1" };

describe("the types of Atlas that a stack uses", () => {
  it("are all served, and take what the program gives them", async () => {
    const { standIn, client } = await standInHere();
    expect(await refusedOf(standIn, client, await recordedWithAtlas())).toEqual([]);
  });

  it("refuse inputs that the SDK does not declare, at any depth", async () => {
    const { client, kind } = await standInHere();
    const wrong = { ...cluster, replicationSpecs: [{ regionConfig: [] }] };
    expect(await refusals(kind(CLUSTER), client, wrong)).toEqual([
      "replicationSpecs[0].regionConfigs: Invalid input: expected array, received undefined",
      'replicationSpecs[0]: Unrecognized key: "regionConfig"',
    ]);
  });

  it("make a cluster that is reached through the endpoint that was there before it", async () => {
    const { made } = await standInHere();
    const { outputs } = await made(SERVICE, service);
    const privateLinkId = textAt(outputs, "privateLinkId");
    await made(LINK, {
      projectId,
      privateLinkId,
      endpointServiceId: "vpce-1",
      providerName: "AWS",
    });
    expect((await made(CLUSTER, cluster)).outputs.connectionStrings).toMatchObject({
      privateEndpoints: [
        {
          srvConnectionString: "mongodb+srv://campus-mongodb-pl-0.abc12.mongodb.net",
          endpoints: [{ endpointId: "vpce-1" }],
        },
      ],
    });
  });

  it("keep a service that an endpoint is linked to, and a cluster that is protected", async () => {
    const { made, deleted } = await standInHere();
    const opened = await made(SERVICE, service);
    const privateLinkId = textAt(opened.outputs, "privateLinkId");
    const link = { projectId, privateLinkId, endpointServiceId: "vpce-1", providerName: "AWS" };
    const linked = await made(LINK, link);
    await expect(deleted(SERVICE, opened)).rejects.toThrow(/^deleting .* IN_USE: /);
    await deleted(LINK, linked);
    await deleted(SERVICE, opened);
    const kept = await made(CLUSTER, { ...cluster, terminationProtectionEnabled: true });
    await expect(deleted(CLUSTER, kept)).rejects.toThrow(
      "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED: turn the protection off first",
    );
  });

  it("are refused where one of the name is there, or what they name is not", async () => {
    const { made } = await standInHere();
    const policyItemDaily = { frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 };
    const schedule = { projectId, clusterName: "campus-mongodb", policyItemDaily };
    await expect(made(BACKUPS, schedule)).rejects.toThrow(/NOT_FOUND: clusterName is/);
    await made(CLUSTER, cluster);
    await made(BACKUPS, schedule);
    await expect(made(CLUSTER, cluster)).rejects.toThrow(/CLUSTER_ALREADY_PRESENT_IN_GROUP: /);
    expect(thingsIn(accountFile(directory)).map(({ type }) => type)).toEqual([CLUSTER, BACKUPS]);
  });
});
