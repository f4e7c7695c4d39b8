import {
  GetBucketCorsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StackConfig } from "../../sandbox/engine/config";
import { mysql, s3 } from "./support/clients";
import { whileStateSays } from "./support/cloud-edits";
import { DIGITALOCEAN_EDITS } from "./support/digitalocean-edits";
import { inStateOf, openExample, thingsOf, unprotected } from "./support/example-stack";
import { withFaults } from "./support/faults";
import { credentials, instanceOf } from "./support/fleet";
import { templatesRun } from "./support/in-cluster";
import { killUpHeldBy } from "./support/killed-up";
import { planned } from "./support/plan";
import { destroy, failuresOf, preview, recover, refresh, up } from "./support/stacks";

const EXAMPLE = "example-digitalocean";

const open = (changes: StackConfig = {}): Promise<Stack> =>
  openExample("clouds-digitalocean", EXAMPLE, changes);

const WITH_ARTS = {
  "openedx:instances": [{ slug: "history" }, { slug: "science" }, { slug: "arts" }],
};

const NETWORK = { type: "digitalocean:index/vpc:Vpc", name: "cluster-network" };

const things = () => thingsOf("digitalocean");
const inState = () => inStateOf("digitalocean", stack);
const bucketNames = async () => {
  const { Buckets = [] } = await s3().send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name);
};

let stack: Stack;
let outputs: unknown;

describe("stacks/Pulumi.example-digitalocean.yaml", () => {
  beforeAll(async () => {
    stack = await open();
  });
  afterAll(async () => {
    // Nothing is left where all went well.
    if (things().length > 0) {
      await up(await open({ ...unprotected(EXAMPLE), ...WITH_ARTS }));
      await destroy(stack);
    }
    await stack.workspace.removeStack(stack.name);
  });

  it("goes up although DigitalOcean is busy, slow and broken, and knows of all that was made", async () => {
    const cluster = "digitalocean:index/kubernetesCluster:KubernetesCluster";
    const project = "digitalocean:index/project:Project";
    const failures = await withFaults(
      [
        { ...NETWORK, when: "before create", do: "throttle", times: 2 },
        { type: cluster, name: "cluster-control-plane", when: "before create", do: "break" },
      ],
      () => failuresOf(Promise.resolve(stack)),
    );
    expect(failures.join("\n")).toContain("StatusCode: 500");
    expect(await inState()).toEqual(things());
    ({ outputs } = await withFaults(
      [{ type: project, name: "cluster-project", when: "after create", do: "late", times: 2 }],
      () => up(stack),
    ));
    expect(things().map((each) => each.split(/[:\s]/)[2])).toEqual([
      "DatabaseCluster",
      "DatabaseFirewall",
      "DatabaseMysqlConfig",
      "KubernetesCluster",
      "KubernetesNodePool",
      "Project",
      "ProjectResources",
      "ProjectResources",
      "Vpc",
    ]);
    expect(await inState()).toEqual(things());
  });

  it("has databases that workflows made on its own server", async () => {
    const { namespace, mysqlDatabase } = instanceOf(outputs, "history");
    expect(await templatesRun("history")).toEqual(["mysql-provision"]);
    const { OPENEDX_MYSQL_USERNAME, OPENEDX_MYSQL_PASSWORD } = await credentials(namespace);
    const connection = await mysql({
      user: OPENEDX_MYSQL_USERNAME ?? "",
      password: OPENEDX_MYSQL_PASSWORD ?? "",
      database: mysqlDatabase,
    });
    await connection.end();
  });

  it("has buckets that keep old versions, each with a key that reaches no other", async () => {
    const { namespace, bucket, hosts } = instanceOf(outputs, "history");
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: bucket }));
    const { CORSRules } = await s3().send(new GetBucketCorsCommand({ Bucket: bucket }));
    expect(Status).toBe("Enabled");
    expect(CORSRules?.[0]?.AllowedOrigins).toContain(`https://${hosts.lms}`);
    const { OPENEDX_AWS_ACCESS_KEY, OPENEDX_AWS_SECRET_ACCESS_KEY } = await credentials(namespace);
    const own = s3({
      accessKeyId: OPENEDX_AWS_ACCESS_KEY ?? "",
      secretAccessKey: OPENEDX_AWS_SECRET_ACCESS_KEY ?? "",
    });
    const object = { Bucket: bucket, Key: "notes" };
    await own.send(new PutObjectCommand({ ...object, Body: "of history" }));
    const { Body } = await own.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe("of history");
    const elsewhere = { Bucket: instanceOf(outputs, "science").bucket, Key: "notes" };
    await expect(own.send(new PutObjectCommand({ ...elsewhere, Body: "x" }))).rejects.toThrow(
      "is not authorized to perform: s3:PutObject",
    );
  });

  it("changes nothing when run again, previewed, or looked for anew", async () => {
    await refresh(stack);
    for (const again of [up, preview])
      expect(Object.keys((await again(stack)).changes)).toEqual(["same"]);
  });

  it.each(DIGITALOCEAN_EDITS)("plans for an edit what it asks for: $what", async (edit) => {
    expect(await planned(await open(edit.changes))).toEqual([...edit.planned].sort());
  });

  it.each([
    {
      what: "the autoscaler has moved the count of nodes",
      name: "cluster-nodes-general",
      properties: { nodeCount: 7 },
      steps: [],
    },
    {
      what: "the provider was an older one",
      name: "cluster-digitalocean",
      properties: { version: "4.79.0" },
      steps: ["update cluster-digitalocean"],
    },
  ])("plans for no resource where $what", async ({ name, properties, steps }) => {
    stack = await open();
    expect(await whileStateSays(stack, name, properties, () => planned(stack))).toEqual(steps);
  });

  it("gets another instance though the first run was killed, and nothing of cluster and server changes", async () => {
    const before = things();
    const key = { type: "digitalocean:index/spacesKey:SpacesKey", name: "arts-storage-key" };
    stack = await open(WITH_ARTS);
    await killUpHeldBy(stack.name, [{ ...key, when: "after create", do: "hold" }]);
    expect((await recover(stack)).join("\n")).toMatch(
      /deleted the key \w+ of campus-arts-\S+: its secret was never recorded/,
    );
    const { changes } = await up(stack);
    expect(Object.keys(changes).sort()).toEqual(["create", "same"]);
    // Twice where the engine was killed before it had recorded the first time.
    expect(new Set(await templatesRun("arts"))).toEqual(new Set(["mysql-provision"]));
    expect(things()).toEqual(before);
  });

  it("keeps an instance that is protected: the refusal comes at once, and nothing changes", async () => {
    const before = [things(), await inState(), await bucketNames()];
    expect((await failuresOf(open())).join("\n")).toContain(
      "arts-is-protected-set-deletionProtection-false-and-up-first",
    );
    expect([things(), await inState(), await bucketNames()]).toEqual(before);
  });

  it("goes down to nothing, and further where DigitalOcean did not answer", async () => {
    const { bucket } = instanceOf(outputs, "history");
    stack = await open({ ...unprotected(EXAMPLE), ...WITH_ARTS });
    await up(stack);
    await withFaults([{ ...NETWORK, when: "after delete", do: "timeout" }], () =>
      expect(destroy(stack)).rejects.toThrow("timeout while waiting for an answer"),
    );
    expect(await bucketNames()).not.toContain(bucket);
    await destroy(stack);
    expect(await inState()).toEqual([]);
    expect(things()).toEqual([]);
  });
});
