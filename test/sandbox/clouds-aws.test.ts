import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StackConfig } from "../../sandbox/engine/config";
import { AWS_EDITS } from "./support/aws-edits";
import { kubectl, mysql } from "./support/clients";
import { whileStateSays } from "./support/cloud-edits";
import {
  awsSnapshots,
  exampleSettings,
  inStateOf,
  openExample,
  thingsOf,
  unprotected,
} from "./support/example-stack";
import { placeExisting, removeExisting } from "./support/existing-on-aws";
import { withFaults } from "./support/faults";
import { credential, instanceOf } from "./support/fleet";
import { templatesRun } from "./support/in-cluster";
import { planned } from "./support/plan";
import { destroy, failuresOf, preview, up } from "./support/stacks";

/** The cluster on Atlas that the stack of another example makes. */
const mongodb = exampleSettings("example-atlas")["openedx:mongodb"];

const open = (changes: StackConfig = {}): Promise<Stack> =>
  openExample("clouds-aws", "example-aws", { "openedx:mongodb": mongodb, ...changes });

const UNPROTECTED = {
  ...unprotected("example-aws"),
  "openedx:mongodb": Object.assign({}, mongodb, { deletionProtection: false }),
};

const WITH_ARTS = {
  "openedx:instances": [{ slug: "history" }, { slug: "science" }, { slug: "arts" }],
};

const VPC = { type: "aws:ec2/vpc:Vpc", name: "cluster-vpc" };

let stack: Stack;
let outputs: unknown;

describe("stacks/Pulumi.example-aws.yaml with a MongoDB cluster on Atlas", () => {
  beforeAll(async () => {
    stack = await open();
  });
  afterAll(async () => {
    // Nothing is left where all went well.
    if (thingsOf("aws").length > 0) {
      await up(await open({ ...UNPROTECTED, ...WITH_ARTS }));
      await destroy(stack);
    }
    await stack.workspace.removeStack(stack.name);
  });

  it("goes up although AWS is busy, slow and fails at the cluster, and knows of all that was made", async () => {
    const role = { type: "aws:iam/role:Role", name: "cluster-control-plane-role" };
    const cluster = { type: "aws:eks/cluster:Cluster", name: "cluster-control-plane" };
    const message = "waiting for EKS Cluster (campus) create: unexpected state 'FAILED'";
    const failures = await withFaults(
      [
        { ...VPC, when: "before create", do: "throttle", times: 2 },
        { ...role, when: "after create", do: "late", times: 2 },
        { ...cluster, when: "after create", do: "unsettled", message },
      ],
      () => failuresOf(Promise.resolve(stack)),
    );
    expect(failures.join("\n")).toContain(message);
    expect(await inStateOf("aws", stack)).toEqual(thingsOf("aws"));
    ({ outputs } = await up(stack));
    expect(thingsOf("aws")).toContain("aws:eks/cluster:Cluster campus");
    expect(await inStateOf("aws", stack)).toEqual(thingsOf("aws"));
    expect(thingsOf("mongodbatlas").length).toBe(4);
    expect(await inStateOf("mongodbatlas", stack)).toEqual(thingsOf("mongodbatlas"));
  });

  it("has databases that workflows made on its own server, and objects on its own cluster", async () => {
    const { namespace, mysqlDatabase } = instanceOf(outputs, "history");
    expect(await templatesRun("history")).toEqual(["mysql-provision"]);
    const connection = await mysql({
      user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
      password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
      database: mysqlDatabase,
    });
    await connection.end();
    expect(await kubectl("get", "storageclass", "gp3", "-o", "name")).toBe(
      "storageclass.storage.k8s.io/gp3\n",
    );
  });

  it("changes nothing when run again or previewed", async () => {
    for (const again of [up, preview])
      expect(Object.keys((await again(stack)).changes)).toEqual(["same"]);
  });

  it.each(AWS_EDITS)("plans for an edit what it asks for: $what", async (edit) => {
    expect(await planned(await open(edit.changes))).toEqual([...edit.planned].sort());
  });

  it.each([
    {
      what: "the autoscaler has moved the count of nodes",
      name: "cluster-nodes-general",
      properties: { scalingConfig: { minSize: 3, maxSize: 9, desiredSize: 7 } },
      steps: [],
    },
    {
      what: "the provider was an older one",
      name: "cluster-aws",
      properties: { version: "7.47.0" },
      steps: ["update cluster-aws"],
    },
  ])("plans for no resource where $what", async ({ name, properties, steps }) => {
    stack = await open();
    expect(await whileStateSays(stack, name, properties, () => planned(stack))).toEqual(steps);
  });

  it("gets another instance, and nothing of cluster and server changes", async () => {
    const before = thingsOf("aws");
    stack = await open(WITH_ARTS);
    const { changes } = await up(stack);
    expect(Object.keys(changes).sort()).toEqual(["create", "same"]);
    expect(await templatesRun("arts")).toEqual(["mysql-provision"]);
    expect(thingsOf("aws")).toEqual(before);
  });

  it("keeps an instance that is protected: the refusal comes at once, and nothing changes", async () => {
    const before = [thingsOf("aws"), await inStateOf("aws", stack)];
    expect((await failuresOf(open())).join("\n")).toContain(
      "arts-is-protected-set-deletionProtection-false-and-up-first",
    );
    expect([thingsOf("aws"), await inStateOf("aws", stack)]).toEqual(before);
  });

  it("goes down to nothing but the server's last snapshot, and further where AWS did not answer", async () => {
    stack = await open({ ...UNPROTECTED, ...WITH_ARTS });
    await up(stack);
    await withFaults([{ ...VPC, when: "after delete", do: "timeout" }], () =>
      expect(destroy(stack)).rejects.toThrow("timeout while waiting for an answer"),
    );
    await destroy(stack);
    expect(await inStateOf("aws", stack)).toEqual([]);
    expect([...thingsOf("aws"), ...thingsOf("mongodbatlas")]).toEqual([]);
    expect(awsSnapshots()).toEqual([
      expect.stringMatching(/^campus-mysql-final-[0-9a-f]{8}$/) as string,
    ]);
  });
});

describe("stacks/Pulumi.example-existing.yaml", () => {
  const NAMES = ["shared", "shared-mysql"] as const;
  const RULE = /^aws:vpc\/securityGroupIngressRule:SecurityGroupIngressRule sgr-/;
  const openExisting = (changes: StackConfig = {}): Promise<Stack> =>
    openExample("clouds-existing", "example-existing", changes);

  let existing: Stack;

  beforeAll(async () => {
    placeExisting(...NAMES);
    existing = await openExisting();
  });
  afterAll(async () => {
    existing = await openExisting({ "openedx:deletionProtection": false });
    // Nothing is left where all went well.
    if ((await inStateOf("aws", existing)).length > 0) {
      await up(existing);
      await destroy(existing);
    }
    await existing.workspace.removeStack(existing.name);
    removeExisting(...NAMES);
  });

  it("goes up on the cluster and the server of somebody else, and has one rule there", async () => {
    const before = thingsOf("aws");
    const made = await up(existing);
    expect(await templatesRun("history")).toEqual(["mysql-provision"]);
    const { namespace, mysqlDatabase } = instanceOf(made.outputs, "history");
    const connection = await mysql({
      user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
      password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
      database: mysqlDatabase,
    });
    await connection.end();
    expect(await inStateOf("aws", existing)).toEqual([expect.stringMatching(RULE)]);
    expect(thingsOf("aws").filter((thing) => !RULE.test(thing))).toEqual(before);
  });

  it("changes nothing when run again, gets another instance, and leaves both as they were", async () => {
    expect(Object.keys((await up(existing)).changes)).toEqual(["same"]);
    const before = thingsOf("aws").filter((thing) => !RULE.test(thing));
    existing = await openExisting({ ...WITH_ARTS, "openedx:deletionProtection": false });
    await up(existing);
    expect(await templatesRun("arts")).toEqual(["mysql-provision"]);
    await destroy(existing);
    expect(await inStateOf("aws", existing)).toEqual([]);
    expect(thingsOf("aws")).toEqual(before);
  });
});
