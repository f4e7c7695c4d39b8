import { describe, expect, it } from "vitest";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const PEM = String.raw`"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"`;

const mysql = (...more: string[]) =>
  `{ ${["kind: external", "access: in-cluster", "host: 10.0.5.9", ...more].join(", ")} }`;
const mongodb = (...more: string[]) => mysql(...more);

const WRONG: readonly WrongFile[] = [
  [
    "a MySQL certificate that cannot be verified",
    { mysql: mysql() },
    ONE,
    "  openedx:mysql.caCertificate is missing, while openedx:mysql.tls is verify.",
    "    Write the certificate of the server's authority in PEM, or skip-verify for tls.",
  ],
  [
    "certificates that nothing is checked against",
    {
      mysql: mysql("tls: skip-verify", `caCertificate: ${PEM}`),
      mongodb: mongodb("tls: off", `caCertificate: ${PEM}`),
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:mysql.caCertificate is set, while openedx:mysql.tls is skip-verify.",
    "    Write verify for tls, or remove the certificate.",
    "  openedx:mongodb.caCertificate is set, while openedx:mongodb.tls is off.",
    "    Write verify for tls, or remove the certificate.",
  ],
  [
    "a certificate that is a path, or has a key with it",
    {
      mysql: mysql("caCertificate: /etc/ssl/ca.pem"),
      mongodb: mongodb(String.raw`caCertificate: "-----BEGIN PRIVATE KEY-----\nMII"`),
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    '  openedx:mysql.caCertificate is "/etc/ssl/ca.pem".',
    "    Write a certificate in PEM, all its lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE----- below `|`.",
    String.raw`  openedx:mongodb.caCertificate is "-----BEGIN PRIVATE KEY-----\nMII".`,
    "    Write a certificate in PEM, all its lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE----- below `|`.",
  ],
  [
    "a MongoDB server that is reached in a way that there is not",
    { mongodb: "{ kind: external, access: direct, host: 10.0.5.9 }" },
    ONE,
    '  openedx:mongodb.access is "direct".',
    "    Write in-cluster, the only choice.",
  ],
  [
    "a MongoDB server with values of the wrong kind",
    {
      mongodb: mongodb(
        "port: 0",
        "adminUser: a b",
        "authSource: ''",
        "replicaSet: 'a,b'",
        "tls: skip-verify",
        "password: hunter2",
      ),
    },
    "stacks/Pulumi.campus.yaml: 6 settings need attention:",
    "  openedx:mongodb.port is 0.",
    "    Write a whole number from 1 to 65535.",
    '  openedx:mongodb.adminUser is "a b".',
    "    Write a MongoDB user name of at most 64 characters.",
    "  openedx:mongodb.authSource is empty.",
    "    Write the name of a database, or remove it if it is not needed.",
    '  openedx:mongodb.replicaSet is "a,b".',
    "    Write the name of a replica set.",
    '  openedx:mongodb.tls is "skip-verify".',
    "    Write one of: verify, off.",
    "  openedx:mongodb.password is no known setting.",
    "    Known here: kind, access, host, port, network, adminUser, authSource, replicaSet, tls, caCertificate. A secret never stands here: see docs/settings.md#secrets.",
  ],
  [
    "a certificate for a driver that trusts the machine's",
    { mysql: "{ kind: external, access: direct, host: 10.0.5.9, caCertificate: x }" },
    ONE,
    "  openedx:mysql.caCertificate is no known setting.",
    "    Known here: kind, access, host, port, network, adminUser, tls.",
  ],
  [
    "a removal that goes on after a failure where no workflow can fail",
    { instances: "[{ slug: history, onDeprovisionFailure: continue }]" },
    ONE,
    "  openedx:instances[0].onDeprovisionFailure (history) is continue, but no data server of this stack is reached by workflows.",
    "    Remove it; it is for servers with access: in-cluster.",
  ],
  [
    "an end of a removal that there is not",
    { instances: "[{ slug: history, onDeprovisionFailure: ignore }]" },
    ONE,
    '  openedx:instances[0].onDeprovisionFailure (history) is "ignore".',
    "    Write one of: stop, continue.",
  ],
  [
    "an administrator's password that nobody asks for",
    { mongodbAdminPassword: "{ secure: v1:x }" },
    ONE,
    "  openedx:mongodbAdminPassword is set, but openedx:mongodb.kind is not external.",
    "    Run: pulumi config rm --stack campus openedx:mongodbAdminPassword",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("a stack file with servers that only the cluster reaches", () => {
  const sections = {
    mysql: mysql(`caCertificate: ${PEM}`),
    mongodb: mongodb(),
    instances: "[{ slug: history, onDeprovisionFailure: continue }]",
  };

  it("has defaults for all that need not be said", () => {
    const { settings } = checked(stackFile(sections));
    expect(settings?.mysql).toEqual({
      kind: "external",
      access: "in-cluster",
      host: "10.0.5.9",
      port: 3306,
      adminUser: "root",
      tls: "verify",
      caCertificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    });
    expect(settings?.mongodb).toEqual({
      kind: "external",
      access: "in-cluster",
      host: "10.0.5.9",
      port: 27_017,
      adminUser: "root",
      authSource: "admin",
      tls: "verify",
    });
    expect(settings?.instances[0]?.onDeprovisionFailure).toBe("continue");
    expect(settings?.platform.argoWorkflows.timeoutSeconds).toBe(300);
  });

  it("needs the passwords of both administrators", () => {
    const { missingSecrets } = checked(stackFile(sections));
    expect(missingSecrets.map(({ path }) => path[0])).toEqual([
      "kubeconfig",
      "mysqlAdminPassword",
      "mongodbAdminPassword",
    ]);
  });
});
