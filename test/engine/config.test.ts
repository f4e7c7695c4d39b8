import { describe, expect, it } from "vitest";
import type { Servers } from "../../sandbox/contract";
import { effectiveConfig, readStackConfig } from "../../sandbox/engine/config";

const SERVERS: Servers = {
  kubernetes: { url: "https://127.0.0.1:20001", kubeconfig: "/nowhere/admin.kubeconfig" },
  mysql: {
    flavor: "mysql",
    version: "9.7.4",
    host: "127.0.0.1",
    port: 20002,
    adminUser: "root",
    adminPassword: "mysql-secret",
  },
  objectStorage: {
    endpoint: "http://127.0.0.1:20003",
    iamEndpoint: "http://127.0.0.1:20004",
    region: "us-east-1",
    rootAccessKeyId: "AKIAROOT",
    rootSecretAccessKey: "storage-secret",
  },
};

const FILE = `
config:
  openedx:cluster: { kind: existing, name: campus }
  openedx:mysql: { kind: external, access: direct, host: db.example.org, port: 3306, tls: verify, network: { cidrs: [10.0.5.0/24] } }
  openedx:mongodb: { kind: atlas, clusterName: campus }
  openedx:storage: { kind: s3, region: eu-central-1 }
  openedx:instances:
    - slug: history
`;

const effective = (text: string) =>
  effectiveConfig(readStackConfig(text), SERVERS, {
    kubeconfig: "apiVersion: v1",
    given: {},
  });

describe("effectiveConfig", () => {
  it("points MySQL and storage at the running servers and keeps everything else", () => {
    expect(effective(FILE).plain).toEqual({
      "openedx:cluster": { kind: "existing", name: "campus" },
      "openedx:mysql": {
        kind: "external",
        access: "direct",
        host: "127.0.0.1",
        port: 20002,
        adminUser: "root",
        tls: "off",
      },
      "openedx:mongodb": { kind: "atlas", clusterName: "campus" },
      "openedx:storage": { kind: "s3", region: "us-east-1" },
      "openedx:instances": [{ slug: "history" }],
    });
  });

  it("gives addresses of the storage where the settings have any, and a key that is in its region", () => {
    const storageOf = (storage: string) =>
      effective(`config:\n  openedx:storage: ${storage}\n`).plain["openedx:storage"];
    const arn = (region: string) => `arn:aws:kms:${region}:111122223333:key/1234abcd`;
    expect(storageOf(`{ kind: s3, region: eu-west-1, kmsKeyArn: '${arn("eu-west-1")}' }`)).toEqual({
      kind: "s3",
      region: "us-east-1",
      kmsKeyArn: arn("us-east-1"),
    });
    const own = { kind: "s3-compatible", region: "us-east-1", endpoint: "http://127.0.0.1:20003" };
    const network = "network: { cidrs: [10.0.7.0/24] }";
    expect(storageOf(`{ kind: s3-compatible, access: given, region: x, ${network} }`)).toEqual({
      ...own,
      access: "given",
    });
    expect(storageOf("{ kind: s3-compatible, access: iam, region: x }")).toEqual({
      ...own,
      access: "iam",
      iamEndpoint: "http://127.0.0.1:20004",
    });
  });

  it("leaves alone what the stack makes itself: a cluster and a MySQL server on AWS", () => {
    const { plain, secrets } = effective(`
config:
  openedx:cluster: { kind: aws, name: campus, region: eu-central-1 }
  openedx:mysql: { kind: rds, size: db.m7g.large }
  openedx:storage: { kind: s3, region: eu-central-1 }
`);
    expect(plain).toEqual({
      "openedx:cluster": { kind: "aws", name: "campus", region: "eu-central-1" },
      "openedx:mysql": { kind: "rds", size: "db.m7g.large" },
      "openedx:storage": { kind: "s3", region: "us-east-1" },
    });
    expect(secrets).toEqual({});
  });

  it("leaves alone what the stack makes itself on DigitalOcean, buckets on Spaces included", () => {
    const { plain, secrets } = effective(`
config:
  openedx:cluster: { kind: digitalocean, name: campus, region: nyc3 }
  openedx:mysql: { kind: digitalocean, size: db-s-2vcpu-4gb }
  openedx:storage: { kind: spaces, region: nyc3 }
`);
    expect(plain).toEqual({
      "openedx:cluster": { kind: "digitalocean", name: "campus", region: "nyc3" },
      "openedx:mysql": { kind: "digitalocean", size: "db-s-2vcpu-4gb" },
      "openedx:storage": { kind: "spaces", region: "nyc3" },
    });
    expect(secrets).toEqual({});
  });

  it("points servers that workflows reach at those of the sandbox, which have no certificates", () => {
    const server =
      "{ kind: external, access: in-cluster, host: db, caCertificate: PEM, replicaSet: rs0 }";
    const text = `config:\n  openedx:mysql: ${server}\n  openedx:mongodb: ${server}\n`;
    const mongodb = {
      host: "127.0.0.1",
      port: 20005,
      adminUser: "root",
      adminPassword: "mongodb-secret",
    };
    const made = { kubeconfig: "apiVersion: v1", given: {}, mongodb };
    const { plain, secrets } = effectiveConfig(readStackConfig(text), SERVERS, made);
    const on = (port: number) => ({
      ...{ kind: "external", access: "in-cluster", host: "127.0.0.1", port },
      ...{ adminUser: "root", tls: "off" },
    });
    expect(plain["openedx:mysql"]).toEqual(on(20002));
    expect(plain["openedx:mongodb"]).toEqual({ ...on(20005), authSource: "admin" });
    expect(secrets["openedx:mongodbAdminPassword"]).toBe("mongodb-secret");
  });

  it("has the sandbox's own secrets, apart from what anybody may read", () => {
    const { plain, secrets } = effective(FILE);
    expect(secrets).toEqual({
      "openedx:kubeconfig": "apiVersion: v1",
      "openedx:mysqlAdminPassword": "mysql-secret",
    });
    expect(JSON.stringify(plain)).not.toContain("secret");
  });

  it("replaces secrets that the operator has encrypted: nobody here knows that passphrase", () => {
    const { plain, secrets } = effective(
      `${FILE}  openedx:mysqlAdminPassword: { secure: "v1:abc" }\n  openedx:smtpPassword: { secure: "v1:def" }\n`,
    );
    expect(JSON.stringify(plain)).not.toContain("secure");
    expect(Object.keys(secrets)).toEqual(["openedx:kubeconfig", "openedx:mysqlAdminPassword"]);
  });

  it("takes the storage keys that the sandbox has made, in place of the operator's", () => {
    const key = "openedx:storageSecretKey-history";
    const config = readStackConfig(`${FILE}  ${key}: { secure: "v1:abc" }\n`);
    const made = { kubeconfig: "apiVersion: v1", given: { [key]: "made" } };
    const { plain, secrets } = effectiveConfig(config, SERVERS, made);
    expect(JSON.stringify(plain)).not.toContain("secure");
    expect(secrets[key]).toBe("made");
  });

  it("has credentials for a registry where one is set", () => {
    const { secrets } = effective(`${FILE}  openedx:registry: { host: ghcr.io }\n`);
    expect(secrets["openedx:registryCredentials"]).toBe("c2FuZGJveDpzYW5kYm94");
  });

  it("reads merge keys as the engine does", () => {
    const text = "config:\n  a: &base { x: 1 }\n  b: { <<: *base, y: 2 }\n";
    expect(readStackConfig(text)).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } });
  });
});
