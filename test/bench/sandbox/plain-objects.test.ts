import { describe, expect, it } from "vitest";
import { plainObjects } from "../../../bench/sandbox/plain-objects";
import { createStatements, dropStatements } from "../../../bench/sandbox/plain-sql";

const urn = (type: string, name: string) => `urn:pulumi:bench::openedx::${type}::${name}`;
const resource = (type: string, name: string, inputs?: unknown) => ({
  urn: urn(type, name),
  type,
  inputs,
});
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

const NAMESPACE = "kubernetes:core/v1:Namespace";
const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

const deployment = {
  resources: [
    resource("openedx:instance:OpenEdxInstance", "bench01"),
    resource(NAMESPACE, "argocd-namespace", namespace("argocd")),
    resource(NAMESPACE, "bench01-namespace", namespace("bench01")),
    resource(NAMESPACE, "bench02-namespace", namespace("bench02")),
    resource("kubernetes:core/v1:Secret", "bench01-credentials", {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "openedx-secrets", namespace: "bench01" },
      stringData: secret({ MYSQL_USERNAME: "campus_bench01" }),
      __internal: "of Pulumi's own",
    }),
    resource("mysql:index/database:Database", "bench01-mysql-database", {
      name: "campus_bench01_openedx",
      defaultCharacterSet: "utf8mb4",
      defaultCollation: "utf8mb4_unicode_ci",
    }),
    resource("mysql:index/user:User", "bench01-mysql-user", {
      user: "campus_bench01",
      host: "%",
      plaintextPassword: secret("it's secret"),
    }),
    resource("mysql:index/grant:Grant", "bench01-mysql-grant", {
      user: "campus_bench01",
      host: "%",
      database: "campus\\_bench01\\_openedx",
      privileges: ["ALL PRIVILEGES"],
    }),
  ],
};

describe("the objects of an instance without Pulumi", () => {
  const objects = plainObjects(deployment, "bench01", "plain01");

  it("are the Kubernetes objects of that instance only, under another name and with secrets in clear", () => {
    expect(objects.manifests).toEqual([
      namespace("plain01"),
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "openedx-secrets", namespace: "plain01" },
        stringData: { MYSQL_USERNAME: "campus_plain01" },
      },
    ]);
  });

  it("are its database, user and grant, made by SQL that can be repeated", () => {
    expect(createStatements(objects)).toEqual([
      "CREATE DATABASE IF NOT EXISTS `campus_plain01_openedx` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
      "CREATE USER IF NOT EXISTS 'campus_plain01'@'%' IDENTIFIED BY 'it\\'s secret'",
      "GRANT ALL PRIVILEGES ON `campus\\_plain01\\_openedx`.* TO 'campus_plain01'@'%'",
    ]);
  });

  it("are removed with the login before the data", () => {
    expect(dropStatements(objects)).toEqual([
      "DROP USER 'campus_plain01'@'%'",
      "DROP DATABASE `campus_plain01_openedx`",
    ]);
  });
});
