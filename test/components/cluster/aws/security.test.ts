import { describe, expect, it } from "vitest";
import { z } from "zod";
import { recordedOnAws, recordedWithAtlas, recordOnAws } from "../../../support/aws";
import { named } from "../../../support/in-cluster";
import { inputsText, type Recorded } from "../../../support/recorder";

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const Statement = z.object({
  Sid: z.string().default(""),
  Effect: z.literal("Allow"),
  Principal: z.unknown().optional(),
  Action: Texts,
  Resource: Texts.default([]),
  Condition: z.unknown().optional(),
});

const Policy = z.object({ Statement: z.array(Statement) });

/** What allows something for whatever there is, and why it must. */
const WILDCARDS: Readonly<Record<string, string>> = {
  "cluster-autoscaler-policy LookAround": "AWS knows no resource for these actions",
  "cluster-autoscaler-policy ScaleOwnGroups": "the tag of the cluster is demanded",
  "cluster-load-balancers-policy LookAround": "AWS knows no resource for these actions",
  "cluster-load-balancers-policy FirewallOfOperator": "an annotation of an Ingress names it",
};

/** The stack's own part; buckets of instances have tests of their own. */
const ofType = (recorded: readonly Recorded[], type: string): readonly Recorded[] => {
  const found = recorded.filter((each) => each.type.startsWith(`aws:${type}`));
  expect(found.length).toBeGreaterThan(0);
  return found.filter(({ qualifiedType }) => !qualifiedType.startsWith("openedx:instance:"));
};

const statements = (recorded: readonly Recorded[], type: string, input: string) =>
  ofType(recorded, type).flatMap(({ name, inputs }) =>
    Policy.parse(JSON.parse(String(inputs[input]))).Statement.map((statement) => ({
      title: `${name} ${statement.Sid}`,
      ...statement,
    })),
  );

const Ingress = z.array(
  z.object({
    fromPort: z.number(),
    toPort: z.number(),
    cidrBlocks: z.array(z.string()).default([]),
    securityGroups: z.array(z.string()).default([]),
  }),
);

describe("on AWS", () => {
  it("only services of AWS take a role, each its own", async () => {
    const trusts = statements(await recordedOnAws(), "iam/role:Role", "assumeRolePolicy");
    const byRole = trusts.map(({ title, Principal }) => [title.trim(), Principal]);
    expect(Object.fromEntries(byRole)).toEqual({
      "cluster-control-plane-role": { Service: "eks.amazonaws.com" },
      "cluster-nodes-role": { Service: "ec2.amazonaws.com" },
      "cluster-volumes-role": { Service: "pods.eks.amazonaws.com" },
      "cluster-autoscaler-role": { Service: "pods.eks.amazonaws.com" },
      "cluster-load-balancers-role": { Service: "pods.eks.amazonaws.com" },
    });
  });

  it("no policy allows an action by a wildcard, nor one for everything without a stated reason", async () => {
    const all = statements(await recordedOnAws(), "iam/rolePolicy:RolePolicy", "policy");
    const actions = all.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
    const everything = all.filter(({ Resource }) => Resource.includes("*"));
    expect(everything.map(({ title }) => title).sort()).toEqual(Object.keys(WILDCARDS).sort());
  });

  it("what may change something does so by the cluster's tag, or to what has none", async () => {
    const all = statements(await recordedOnAws(), "iam/rolePolicy:RolePolicy", "policy");
    const changing = all.filter(
      ({ Action, Condition }) =>
        Condition === undefined && Action.some((action) => /:(Delete|Terminate|Set)/.test(action)),
    );
    expect(changing.map(({ title }) => title)).toEqual(["cluster-load-balancers-policy Listeners"]);
  });

  it("nobody but the nodes reaches the server, and nothing is open to the internet", async () => {
    const recorded = await recordedWithAtlas();
    const groups = ofType(recorded, "ec2/securityGroup:SecurityGroup");
    const open = groups.map(({ name, inputs }) => [name, Ingress.parse(inputs["ingress"])]);
    const [mysql, https] = [3306, 443].map((port) => ({ fromPort: port, toPort: port }));
    const fromNodes = { cidrBlocks: [], securityGroups: ["cluster-control-plane-security-group"] };
    const api = { ...https, cidrBlocks: ["10.0.0.0/16", "10.20.0.0/16"], securityGroups: [] };
    expect(Object.fromEntries(open)).toEqual({
      "cluster-api": [api],
      "mysql-access": [{ ...mysql, ...fromNodes }],
      "mongodb-access": [{ fromPort: 1024, toPort: 65_535, ...fromNodes }],
    });
    expect(recorded.filter(({ type }) => type.includes("projectIpAccessList"))).toEqual([]);
    expect(groups.filter(({ inputs }) => "egress" in inputs)).toEqual([]);
    expect(named(recorded, "mysql-server").inputs).toMatchObject({ publiclyAccessible: false });
    const subnets = ofType(recorded, "ec2/subnet:Subnet").map(({ inputs }) => inputs);
    expect(subnets.filter((subnet) => subnet["mapPublicIpOnLaunch"] !== false)).toEqual([]);
  });

  it("nodes are in private subnets, and data servers where no route leads out", async () => {
    const recorded = await recordedWithAtlas();
    const subnetsOf = (name: string) =>
      inputsText(named(recorded, name)).match(/cluster-\w+-[abc]-id/g);
    const of = (tier: string) => ["a", "b", "c"].map((letter) => `cluster-${tier}-${letter}-id`);
    expect(subnetsOf("cluster-nodes-general")).toEqual(of("private"));
    expect(subnetsOf("cluster-control-plane")).toEqual(of("private"));
    expect(subnetsOf("mysql-subnets")).toEqual(of("database"));
    expect(subnetsOf("mongodb-endpoint")).toEqual(of("database"));
    const routes = ofType(recorded, "ec2/route:Route").map(({ inputs }) => inputs["routeTableId"]);
    expect(routes).not.toContain("cluster-database-routes-id");
  });

  it("all that is stored is encrypted", async () => {
    const recorded = await recordedOnAws();
    expect(named(recorded, "mysql-server").inputs).toMatchObject({ storageEncrypted: true });
    expect(named(recorded, "cluster-control-plane").inputs).toMatchObject({
      encryptionConfig: { resources: ["secrets"] },
    });
    expect(named(recorded, "cluster-secrets-key").inputs).toMatchObject({
      enableKeyRotation: true,
    });
    expect(named(recorded, "cluster-gp3").inputs).toMatchObject({
      parameters: { encrypted: "true" },
    });
    for (const { inputs } of ofType(recorded, "ec2/launchTemplate:LaunchTemplate"))
      expect(inputs["blockDeviceMappings"]).toMatchObject([{ ebs: { encrypted: "true" } }]);
    expect(inputsText(named(recorded, "mysql-parameters"))).toContain(
      '{"name":"require_secure_transport","value":"1"}',
    );
  });

  it("a pod gets no credentials of its node, and a node has none in what it starts with", async () => {
    for (const { inputs } of ofType(await recordedOnAws(), "ec2/launchTemplate:LaunchTemplate")) {
      expect(inputs["metadataOptions"]).toEqual({
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      });
      expect(Object.keys(inputs)).not.toContain("userData");
    }
  });

  it.each([
    ["public", undefined, { endpointPublicAccess: true }],
    [
      "cidrs",
      ["203.0.113.0/24"],
      { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
    ],
    [
      "private",
      ["10.0.0.0/8"],
      { endpointPublicAccess: false, securityGroupIds: ["cluster-api-id"] },
    ],
  ] as const)("the API is %s as the settings say", async (apiAccess, cidrs, expected) => {
    const recorded = await recordOnAws({ apiAccess, apiCidrs: cidrs });
    const { inputs } = named(recorded, "cluster-control-plane");
    const { subnetIds, ...rest } = z
      .looseObject({ subnetIds: z.unknown() })
      .parse(inputs["vpcConfig"]);
    expect(subnetIds).toHaveLength(3);
    expect(rest).toEqual({ endpointPrivateAccess: true, ...expected });
  });

  it("no provider has credentials, and the administrator's password is nowhere in clear", async () => {
    const recorded = await recordedWithAtlas();
    expect(named(recorded, "mongodb-atlas").inputs).toEqual({});
    const clouds = recorded.filter(({ type }) => type === "pulumi:providers:aws");
    const given = new Set(clouds.flatMap(({ inputs }) => Object.keys(inputs)));
    expect([...given].sort()).toEqual([
      "defaultTags",
      "region",
      "skipCredentialsValidation",
      "skipRegionValidation",
    ]);
    const holders = recorded.filter((each) =>
      inputsText(each).includes("generated-mysql-admin-password"),
    );
    expect(holders.map(({ name }) => name).sort()).toEqual(["mysql-admin", "mysql-server"]);
    for (const holder of holders)
      expect(inputsText(holder)).toMatch(
        /"1b47061264138c4ac30d75fd1eb44270","value":[^}]*"generated-mysql-admin-password"/,
      );
  });
});
