import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { userRecords } from "../../sandbox/providers/mongodbatlas/user-records";
import { accountAttempts, asAccount, isForbidden } from "./support/account-attempts";
import { diagonal, letThrough, matrixOf } from "./support/attempts";
import { permissions } from "./support/authorization";
import { kubernetes, s3 } from "./support/clients";
import { credential, instanceOf, query, type InstanceOutput } from "./support/fleet";
import { IN_CLUSTER_SERVERS, mongodbUsers } from "./support/in-cluster";
import {
  triedOnBucket,
  triedOnMongodb,
  triedOnMysql,
  triedToLogIn,
} from "./support/login-attempts";
import { sandbox } from "./support/sandbox";
import { openTestStack, removeTestStack, up } from "./support/stacks";

/** The second's names are what an unescaped `_` of the first's would match; the third's begin as the first's. */
const SLUGS = ["a-b", "axb", "a-b-c"];

let outputs: unknown;
const of = (slug: string): InstanceOutput => instanceOf(outputs, slug);

/** Takes a stack of the three up before the tests of a block, and down after them. */
function withInstances(name: string, servers: object): void {
  const edit = (slugs: readonly string[]) =>
    openTestStack(name, { ...servers, "openedx:instances": slugs.map((slug) => ({ slug })) });
  beforeAll(async () => {
    ({ outputs } = await up(await edit(SLUGS)));
    for (const slug of SLUGS) {
      await query(`CREATE TABLE \`${of(slug).mysqlDatabase}\`.grades (id INT)`);
      await s3().send(new PutObjectCommand({ Bucket: of(slug).bucket, Key: "kept", Body: slug }));
    }
  });
  afterAll(async () => removeTestStack(await edit([])));
}

/** On all ordered pairs of the three, each with itself included. */
function itSeparatesData(): void {
  it("use their own MySQL database, with their own password, and no other", async () => {
    const used = await matrixOf(SLUGS, (from, to) => triedOnMysql(from, of(to).mysqlDatabase));
    expect(used).toEqual(diagonal(SLUGS, ["use", "read", "write", "create", "drop"]));
    expect(await matrixOf(SLUGS, triedToLogIn)).toEqual(diagonal(SLUGS, ["login"]));
  });

  it("use their own bucket and no other, and change no bucket's policy", async () => {
    const used = await matrixOf(SLUGS, (from, to) => triedOnBucket(from, of(to).bucket));
    expect(used).toEqual(diagonal(SLUGS, ["list", "read", "write", "delete"]));
  });
}

describe("three instances with databases made by a direct connection and Atlas", () => {
  withInstances("matrix-direct", {});
  itSeparatesData();

  // What Atlas makes of roles is simulated: here each user has a server of its own.
  it("have Atlas asked for the right to exactly their two databases of the one cluster", async () => {
    const records = userRecords(join(sandbox().directory, "atlas-users"));
    for (const slug of SLUGS) {
      const username = await credential(slug, "MONGODB_USERNAME");
      const key = { projectId: "0".repeat(24), authDatabaseName: "admin", username };
      const { roles, scopes } = records.find(key) ?? {};
      const { mongodbDatabases } = of(slug);
      expect(roles).toEqual(
        mongodbDatabases.map((databaseName) => ({ roleName: "readWrite", databaseName })),
      );
      expect(scopes).toEqual([{ name: "campus", type: "CLUSTER" }]);
    }
  });
});

describe("three instances with databases made by workflows", () => {
  withInstances("matrix-in-cluster", IN_CLUSTER_SERVERS);
  itSeparatesData();

  // What MongoDB makes of roles is simulated: a proxy of the sandbox refuses what they do not include.
  it("have MongoDB users with readWrite on exactly their two databases, and use no other", async () => {
    const users = await Promise.all(
      SLUGS.map(async (slug) => ({
        user: await credential(slug, "MONGODB_USERNAME"),
        roles: of(slug).mongodbDatabases.map((db) => ({ role: "readWrite", db })),
      })),
    );
    const inOrder = users.sort((one, other) => one.user.localeCompare(other.user));
    expect(await mongodbUsers("campus_a")).toEqual(inOrder);
    const tried = (from: string, to: string) => triedOnMongodb(from, of(to).mongodbDatabases);
    expect(await matrixOf(SLUGS, tried)).toEqual(
      diagonal(SLUGS, ["write 0", "read 0", "drop 0", "write 1", "read 1", "drop 1"]),
    );
  });

  it.each([
    ["openedx-jobs", ["report a step's result"]],
    ["default", []],
  ] as const)("may do nothing on the Kubernetes API as %s but this: %j", async (account, own) => {
    const tried = async (from: string, to: string) =>
      letThrough(accountAttempts(await asAccount(from, account), from, to), isForbidden);
    expect(await matrixOf(SLUGS, tried)).toEqual(diagonal(SLUGS, own));
    for (const from of SLUGS)
      for (const place of ["argocd", "openedx-operator", "kube-system"])
        expect(await tried(from, place), `${from} -> ${place}`).toEqual([]);
  });

  it("are refused that for want of a right: an administrator is not", async () => {
    const attempts = accountAttempts(kubernetes(), "a-b", "axb");
    expect(await letThrough(attempts, () => false)).toEqual(Object.keys(attempts));
  });

  it("have accounts that may do what any account may, and for jobs: report results of steps", async () => {
    const beyond = async (account: string, namespace: string) => {
      const common = await permissions("default:nobody", namespace);
      return (await permissions(account, namespace)).filter((rule) => !common.includes(rule));
    };
    for (const from of SLUGS)
      for (const to of [...SLUGS, "argocd", "openedx-operator"]) {
        const rules = from === to ? ["workflowtaskresults.argoproj.io [] [] [create patch]"] : [];
        expect(await beyond(`${from}:openedx-jobs`, to), `${from} -> ${to}`).toEqual(rules);
        expect(await beyond(`${from}:default`, to), `${from} -> ${to}`).toEqual([]);
      }
  });
});
