import type { Stack } from "@pulumi/pulumi/automation";
import { MongoClient } from "mongodb";
import { z } from "zod";
import type { Servers } from "../../../sandbox/contract";
import type { StackConfig } from "../../../sandbox/engine/config";
import { externalMongodb, type ExternalMongodb } from "../../../sandbox/engine/external-mongodb";
import { kubectl, mysql } from "./clients";
import { credential, query, type InstanceOutput } from "./fleet";
import { sandbox } from "./sandbox";
import type { KnownSecret } from "./secret-scan";
import { openTestStack } from "./stacks";

export const OPERATOR = "openedx-operator";

/** Settings of servers that workflows reach. Where they are, the sandbox fills in. */
export const IN_CLUSTER_SERVERS = {
  "openedx:mysql": { kind: "external", access: "in-cluster", host: "mysql" },
  "openedx:mongodb": { kind: "external", access: "in-cluster", host: "mongodb" },
} as const;

/** Opens a stack with such servers. */
export const openInCluster = (
  name: string,
  instances: readonly object[],
  { changes = {}, servers }: { readonly changes?: StackConfig; readonly servers?: Servers } = {},
): Promise<Stack> =>
  openTestStack(
    name,
    { ...IN_CLUSTER_SERVERS, "openedx:instances": instances, ...changes },
    servers,
  );

/** The servers with a password for MySQL's administrator that is not theirs. */
export function withWrongPassword(): Servers {
  const { servers } = sandbox();
  return { ...servers, mysql: { ...servers.mysql, adminPassword: "not the administrator's" } };
}

export interface MongoLogin {
  readonly username: string;
  readonly password: string;
}

async function mongodbServer(): Promise<ExternalMongodb> {
  const { directory, tools } = sandbox();
  const server = await externalMongodb(IN_CLUSTER_SERVERS, directory, tools);
  if (server === undefined) throw new Error("the sandbox started no MongoDB server");
  return server;
}

/** What the administrator of the MongoDB server logs in with. */
export const mongodbAdministrator = async (): Promise<KnownSecret> => ({
  name: "administrator of MongoDB",
  value: (await mongodbServer()).adminPassword,
});

/** Does something on the MongoDB server, as its administrator by default. */
export async function onMongodb<Result>(
  work: (client: MongoClient) => Promise<Result>,
  login?: MongoLogin,
): Promise<Result> {
  const server = await mongodbServer();
  const administrator = { username: server.adminUser, password: server.adminPassword };
  const client = new MongoClient(`mongodb://${server.host}:${server.port}`, {
    auth: login ?? administrator,
    authSource: "admin",
    directConnection: true,
    serverSelectionTimeoutMS: 5_000,
  });
  try {
    return await work(await client.connect());
  } finally {
    await client.close();
  }
}

/** Rejects where MySQL does not let them in. */
export async function logInToMysql(user: string, password: string): Promise<void> {
  const connection = await mysql({ user, password });
  await connection.end();
}

/** What an instance's pods log in to MongoDB with. */
export const mongoLoginOf = async (namespace: string): Promise<MongoLogin> => ({
  username: await credential(namespace, "MONGODB_USERNAME"),
  password: await credential(namespace, "MONGODB_PASSWORD"),
});

const Users = z.object({
  users: z.array(z.looseObject({ user: z.string(), roles: z.array(z.unknown()) })),
});

/** The users of the MongoDB server whose names begin so, in order, with all roles of each. */
export const mongodbUsers = (stem: string) =>
  onMongodb(async (client) => {
    const { users } = Users.parse(await client.db("admin").command({ usersInfo: 1 }));
    return users
      .filter(({ user }) => user.startsWith(stem))
      .map(({ user, roles }) => ({ user, roles }))
      .sort((one, other) => one.user.localeCompare(other.user));
  });

/** What the data servers hold for an instance, whatever the engine's state says. */
export async function dataOf({ mysqlDatabase, mongodbDatabases }: InstanceOutput) {
  const user = mysqlDatabase.replace(/_openedx_/, "_");
  const { users } = await onMongodb(async (client) =>
    Users.parse(await client.db("admin").command({ usersInfo: user })),
  );
  const { databases } = await onMongodb((client) =>
    client.db("admin").admin().listDatabases({ nameOnly: true }),
  );
  return {
    mysqlDatabases: (await query("SHOW DATABASES LIKE ?", [mysqlDatabase])).length,
    mysqlUsers: await query("SELECT Host FROM mysql.user WHERE User = ?", [user]),
    mongodbRoles: users[0]?.roles,
    mongodbDatabases: databases
      .map(({ name }) => name)
      .filter((name) => mongodbDatabases.includes(name))
      .sort(),
  };
}

/** What they hold for none. */
export const NO_DATA = {
  mysqlDatabases: 0,
  mysqlUsers: [],
  mongodbRoles: undefined,
  mongodbDatabases: [],
};

const Workflows = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ workflowTemplateRef: z.object({ name: z.string() }) }),
      status: z
        .object({
          phase: z.string(),
          startedAt: z.coerce.date(),
          finishedAt: z.coerce.date().nullish(),
        })
        .optional(),
    }),
  ),
});

/** The workflows that were run for an instance, in the order of their names. */
export async function workflowsOf(slug: string) {
  const selector = `openedx.org/instance=${slug}`;
  const printed = await kubectl("get", "workflows", "-n", OPERATOR, "-l", selector, "-o", "json");
  return Workflows.parse(JSON.parse(printed)).items.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    template: spec.workflowTemplateRef.name,
    ...status,
  }));
}

/** The templates that were run for an instance. */
export const templatesRun = async (slug: string): Promise<readonly string[]> =>
  (await workflowsOf(slug)).map(({ template }) => template).sort();
