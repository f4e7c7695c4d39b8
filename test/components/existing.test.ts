import { X509Certificate } from "node:crypto";
import { RunError } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { usableDigitalOceanServer } from "../../components/data/mysql/existing-digitalocean";
import {
  allRdsAuthorities,
  rdsAuthority,
  rdsRegions,
} from "../../components/data/mysql/rds-authorities";
import { usableRdsServer } from "../../components/data/mysql/rds-found";
import { usableDoksCluster } from "../../components/cluster/digitalocean/usable-doks-cluster";
import { usableVpc as usableVpcOfAws } from "../../components/cluster/aws/existing-network";
import { usableVpc } from "../../components/cluster/digitalocean/network";
import { requireRange } from "../../components/cluster/found-network";
import { program, type ProgramOutputs } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { FOUND, ON_EXISTING_AWS, ON_EXISTING_DIGITALOCEAN } from "../support/found";
import { named, runsIn } from "../support/in-cluster";
import { inputsText, record, type Recorded } from "../support/recorder";
import {
  ON_AWS,
  ON_DIGITALOCEAN,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
} from "../support/settings";

const { cluster: EKS, mysql: RDS } = ON_EXISTING_AWS;
const { cluster: DOKS } = ON_EXISTING_DIGITALOCEAN;

const build = (
  settings: Partial<ProgramSettings>,
  look: (outputs: ProgramOutputs) => void = () => undefined,
): Promise<readonly Recorded[]> =>
  record(() =>
    look(
      program(sampleSettings([sampleInstance("history", { deletionProtection: true })], settings), {
        ...sampleSecrets(),
        kubeconfig: undefined,
      }),
    ),
  );

/** What a stack has in a cloud, buckets and keys of instances aside. */
const inCloud = (recorded: readonly Recorded[]): readonly string[] =>
  recorded
    .filter(({ type }) => /^(aws|digitalocean):(?!s3|iam)/.test(type))
    .map(({ type, name }) => `${type} ${name}`);

describe("a cluster and a server of AWS that are there already", () => {
  it("are used and not made: of them the stack has the rule alone that lets nodes in", async () => {
    const recorded = await build(ON_EXISTING_AWS);
    expect(inCloud(recorded)).toEqual([
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule mysql-access",
    ]);
    expect(named(recorded, "mysql-access").inputs).toEqual({
      securityGroupId: "sg-11111111",
      referencedSecurityGroupId: "sg-0a1b2c3d",
      ipProtocol: "tcp",
      fromPort: 3306,
      toPort: 3306,
      description: "MySQL from the nodes of the cluster",
    });
    expect(recorded.filter(({ name }) => /^openedx-(cluster|mysql)-is-/.test(name))).toEqual([]);
  });

  it("let in another group of nodes where the settings say so", async () => {
    const recorded = await build({
      ...ON_EXISTING_AWS,
      cluster: { ...EKS, nodeSecurityGroup: "sg-33333333" },
    });
    expect(named(recorded, "mysql-access").inputs).toMatchObject({
      referencedSecurityGroupId: "sg-33333333",
    });
  });

  it("are reached as the cloud says: by the AWS CLI, and as the administrator by TLS", async () => {
    const recorded = await build(ON_EXISTING_AWS);
    const { inputs } = named(recorded, "cluster-kubernetes");
    expect(inputs["clusterIdentifier"]).toBe("eks:eu-central-1:shared");
    expect(JSON.parse(String(inputs["kubeconfig"]))).toMatchObject({
      clusters: [{ cluster: { server: "https://shared.eks.amazonaws.com" } }],
      users: [
        {
          user: {
            exec: {
              args: [
                "eks",
                "get-token",
                "--cluster-name",
                "shared",
                "--region",
                "eu-central-1",
                "--output",
                "json",
              ],
            },
          },
        },
      ],
    });
    const login = inputsText(named(recorded, "mysql-admin"));
    for (const part of ["root_of_shared", "mysql-admin-secret", "BEGIN CERTIFICATE"])
      expect(login).toContain(part);
    expect(runsIn(recorded).length).toBe(2);
    for (const run of runsIn(recorded))
      expect(inputsText(run)).toMatch(/shared-mysql\.rds\.amazonaws\.com.*VERIFY_IDENTITY/);
  });

  it("are where pods may go, and nodes are let in before the first user is made", async () => {
    const recorded = await build(ON_EXISTING_AWS);
    expect(inputsText(named(recorded, "history-network-fence"))).toContain("10.20.5.0/24");
    expect(named(recorded, "mysql-admin").dependencies).toContain(
      named(recorded, "mysql-access").urn,
    );
  });

  it("cannot be exchanged for others while an instance is protected", async () => {
    const recorded = await build(ON_EXISTING_AWS);
    for (const [server, keepers] of [
      ["cluster-name", { name: "campus", kind: "aws", region: "eu-central-1", existing: "shared" }],
      ["mysql-kind", { kind: "rds", existing: "shared-mysql" }],
    ] as const) {
      const pin = named(recorded, `${server}-carries-protected-instances-see-docs-moving-data`);
      expect([pin.protect, pin.inputs["keepers"]]).toEqual([true, keepers]);
    }
  });

  it("carry a server that the stack makes in subnets that are there", async () => {
    const databaseSubnets = {
      ids: ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
      cidrs: ["10.20.6.0/24", "10.20.7.0/24"],
    };
    const recorded = await build({ cluster: { ...EKS, databaseSubnets }, mysql: ON_AWS.mysql });
    expect(named(recorded, "mysql-subnets").inputs).toMatchObject({
      subnetIds: databaseSubnets.ids,
    });
    expect(named(recorded, "mysql-access").inputs).toMatchObject({ vpcId: "vpc-0a1b2c3d" });
    expect(inputsText(named(recorded, "history-network-fence"))).toContain("10.20.7.0/24");
  });
});

describe("a cluster and a server of DigitalOcean that are there already", () => {
  it("are used, and nothing of them is the stack's", async () => {
    const recorded = await build(ON_EXISTING_DIGITALOCEAN);
    expect(inCloud(recorded)).toEqual([]);
    expect(recorded.filter(({ name }) => /^openedx-(cluster|mysql)-is-/.test(name))).toEqual([]);
  });

  it("are reached as the cloud says: by doctl, and at the private name of the server", async () => {
    const recorded = await build(ON_EXISTING_DIGITALOCEAN);
    const { inputs } = named(recorded, "cluster-kubernetes");
    expect(inputs["clusterIdentifier"]).toBe("shared-doks-id");
    expect(inputs["kubeconfig"]).toContain("shared-doks-id");
    const login = inputsText(named(recorded, "mysql-admin"));
    for (const part of ["doadmin", "password-of-shared", "BEGIN CERTIFICATE"])
      expect(login).toContain(part);
    for (const run of runsIn(recorded))
      expect(inputsText(run)).toMatch(/"private-shared-mysql.*VERIFY_IDENTITY/);
    const fence = inputsText(named(recorded, "history-network-fence"));
    for (const part of ["10.30.0.0/20", "25060"]) expect(fence).toContain(part);
  });

  it("leave no login and no password in clear", async () => {
    const recorded = await build(ON_EXISTING_DIGITALOCEAN);
    const holders = recorded.filter((each) =>
      /login-of-shared|password-of-shared/.test(inputsText(each)),
    );
    expect(holders.map(({ name }) => name)).toEqual(["mysql-admin"]);
    expect(inputsText(named(recorded, "mysql-admin"))).toMatch(
      /4dabf18193072939515e22adb298388d[^}]*password-of-shared/,
    );
  });

  it("carry a server that the stack makes in their network", async () => {
    const recorded = await build({ cluster: DOKS, mysql: ON_DIGITALOCEAN.mysql });
    expect(named(recorded, "mysql-server").inputs).toMatchObject({
      privateNetworkUuid: "shared-vpc-id",
    });
    expect(named(recorded, "mysql-in-project").inputs).toMatchObject({
      project: "default-project-id",
    });
  });
});

describe("a network that is there already", () => {
  const databaseSubnets = {
    ids: ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
    cidrs: ["10.20.6.0/24", "10.20.7.0/24"],
  };
  const vpc = { existing: "vpc-0a1b2c3d", privateSubnets: ["subnet-2a3b4c5d", "subnet-3a4b5c6d"] };
  const inNetwork = {
    ...ON_AWS.cluster,
    ...{ availabilityZones: undefined, natGateways: undefined, vpc, databaseSubnets },
  };

  it("of AWS has cluster, nodes and server in its subnets, and is not the stack's", async () => {
    const recorded = await build({ cluster: inNetwork, mysql: ON_AWS.mysql });
    const network =
      /^aws:ec2\/(vpc|subnet|route|routeTable|natGateway|internetGateway|eip|vpcEndpoint)/;
    expect(recorded.filter(({ type }) => network.test(type))).toEqual([]);
    expect(named(recorded, "cluster-control-plane").inputs).toMatchObject({
      vpcConfig: { subnetIds: vpc.privateSubnets },
    });
    expect(named(recorded, "cluster-nodes-general").inputs).toMatchObject({
      subnetIds: vpc.privateSubnets,
    });
    expect(named(recorded, "mysql-subnets").inputs).toMatchObject({
      subnetIds: databaseSubnets.ids,
    });
    for (const group of ["mysql-access", "cluster-api"])
      expect(named(recorded, group).inputs).toMatchObject({ vpcId: "vpc-0a1b2c3d" });
  });

  it("of DigitalOcean has cluster and server in it, and is not the stack's", async () => {
    const cluster = { ...ON_DIGITALOCEAN.cluster, vpc: { existing: "shared-vpc-id" } };
    const recorded = await build({ cluster, mysql: ON_DIGITALOCEAN.mysql });
    expect(recorded.filter(({ type }) => type === "digitalocean:index/vpc:Vpc")).toEqual([]);
    expect(named(recorded, "cluster-control-plane").inputs).toMatchObject({
      vpcUuid: "shared-vpc-id",
    });
    expect(named(recorded, "mysql-server").inputs).toMatchObject({
      privateNetworkUuid: "shared-vpc-id",
    });
  });

  it("is refused with ranges that instances would reach", () => {
    const found = (...ranges: readonly string[]) => ({
      id: "vpc-0a1b2c3d",
      cidrBlockAssociations: ranges.map((cidrBlock) => ({
        ...{ associationId: cidrBlock, cidrBlock, state: "associated" },
      })),
    });
    const settings = { vpc, vpcCidr: "10.20.0.0/16" };
    expect(() => usableVpcOfAws(settings, found("10.21.0.0/16"))).toThrow(
      new RunError(
        "openedx:cluster.vpcCidr is 10.20.0.0/16, while the network vpc-0a1b2c3d has 10.21.0.0/16. Write 10.21.0.0/16.",
      ),
    );
    expect(() => usableVpcOfAws(settings, found("10.20.0.0/16", "10.21.0.0/16"))).toThrow(
      new RunError(
        "openedx:cluster.vpcCidr is 10.20.0.0/16, while the network vpc-0a1b2c3d has 10.20.0.0/16, 10.21.0.0/16. Take a network " +
          "with one range: instances are kept from vpcCidr, and would reach the others.",
      ),
    );
  });

  it("is refused in another region or of another range on DigitalOcean", () => {
    const found = FOUND["digitalocean:index/getVpc:getVpc"];
    const said = { existing: "shared", region: "nyc3", vpcCidr: "10.30.0.0/20" };
    expect(() => usableVpc({ ...said, region: "ams3" }, found)).toThrow(
      new RunError(
        'openedx:cluster.vpc.existing is "shared", which is in nyc3, while openedx:cluster.region is ams3. Write nyc3, or a ' +
          "network in ams3: `doctl vpcs list` lists them.",
      ),
    );
    expect(() => usableVpc({ ...said, vpcCidr: "10.31.0.0/20" }, found)).toThrow(
      new RunError(
        "openedx:cluster.vpcCidr is 10.31.0.0/20, while the network shared has 10.30.0.0/20. Write 10.30.0.0/20.",
      ),
    );
  });
});

describe("what is there already is refused", () => {
  const rds = FOUND["aws:rds/getInstance:getInstance"];
  const found = { ...rds, vpcSecurityGroups: [...rds.vpcSecurityGroups] };

  it.each([
    [
      { engine: "postgres" },
      'openedx:mysql.existing is "shared-mysql", whose engine is postgres. Write the identifier of an RDS instance with the ' +
        "engine mysql; for another one, kind: external.",
    ],
    [
      { port: 3307 },
      'openedx:mysql.port is 3306, while the server "shared-mysql" listens at 3307. Write 3307.',
    ],
    [
      { vpcSecurityGroups: [] },
      'openedx:mysql.existing is "shared-mysql", which is in no security group of a VPC, so that nothing can be let in. Move it ' +
        "into a VPC that the cluster reaches.",
    ],
  ])("on RDS with %j", (differs, message) => {
    expect(() => usableRdsServer(RDS, { ...found, ...differs })).toThrow(new RunError(message));
  });

  it("on DigitalOcean with another engine", () => {
    const server = FOUND["digitalocean:index/getDatabaseCluster:getDatabaseCluster"];
    expect(() => usableDigitalOceanServer("shared-mysql", { ...server, engine: "pg" })).toThrow(
      new RunError(
        'openedx:mysql.existing is "shared-mysql", whose engine is pg. Write the name of a database cluster with the engine ' +
          "mysql: `doctl databases list` lists them.",
      ),
    );
  });

  it("in another region, or with ranges that instances would reach", () => {
    const { kubeConfigs, ...told } =
      FOUND["digitalocean:index/getKubernetesCluster:getKubernetesCluster"];
    const cluster = { ...told, certificateAuthority: kubeConfigs[0].clusterCaCertificate };
    expect(usableDoksCluster(DOKS, cluster)).toBe(cluster);
    expect(() => usableDoksCluster(DOKS, { ...cluster, region: "ams3" })).toThrow(
      new RunError(
        'openedx:cluster.existing is "shared", which is in ams3, while openedx:cluster.region is nyc3. Write ams3, or the name ' +
          "of a cluster in nyc3: `doctl kubernetes cluster list` lists them.",
      ),
    );
    expect(() => requireRange(DOKS.network, "pods", "10.40.0.0/16")).toThrow(
      new RunError(
        "openedx:cluster.network.pods has no range with 10.40.0.0/16, where the pods of the cluster are. Add 10.40.0.0/16: " +
          "instances are kept from the ranges that are written there, and from no other.",
      ),
    );
    expect(requireRange({ ...DOKS.network, pods: ["fd00::/108"] }, "pods", "")).toBeUndefined();
  });
});

it("what is there already has the identities of the ledger", async () => {
  const recorded = [
    ...(await build(ON_EXISTING_AWS)),
    ...(await build(ON_EXISTING_DIGITALOCEAN)),
  ].filter(({ qualifiedType }) => qualifiedType.includes(":Existing"));
  const identities = recorded.map(({ qualifiedType, name }) => `${qualifiedType} ${name}`);
  await expect(`${[...new Set(identities)].sort().join("\n")}\n`).toMatchFileSnapshot(
    "../ledger/existing-identities.txt",
  );
});

it("a server of RDS that is there is known by whichever authority of its region it has", () => {
  for (const region of rdsRegions()) {
    const pems = allRdsAuthorities(region).split(/(?<=-----END CERTIFICATE-----\n)/);
    expect(pems.length).toBeGreaterThan(2);
    expect(pems).toContain(rdsAuthority(region));
    for (const pem of pems)
      expect(new X509Certificate(pem).subject).toContain(`CN=Amazon RDS ${region} Root CA `);
  }
});
