import { MongoClient } from "mongodb";
import { startWithRoles, stopWithRoles } from "../../../sandbox/actors/mongodb-roles";
import { MongoServers, type MongoAddress } from "../../../sandbox/servers";
import { sandbox } from "./sandbox";

/** What a template says of a name that it does not take. */
export const badName = (parameter: string, value: string): string =>
  `parameter ${parameter} is ${JSON.stringify(value)}; allowed are lower case letters, digits, _ and -`;

/** The administrator of the tests' server. */
export const ADMIN = { username: "root", password: "the administrator's" };

/** A MongoDB for many users, as far as the sandbox has one. */
export interface SharedMongo {
  readonly address: MongoAddress;
  /** What the templates are told of it. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Does something as a user, the administrator by default. */
  as<Result>(
    login: { readonly username: string; readonly password: string },
    work: (client: MongoClient) => Promise<Result>,
  ): Promise<Result>;
  /** The roles of a user, as `usersInfo` tells them; undefined where there is no such user. */
  rolesOf(user: string): Promise<unknown>;
  remove(): Promise<void>;
}

export async function startSharedMongo(name: string): Promise<SharedMongo> {
  const { directory, tools } = sandbox();
  const servers = new MongoServers(tools.ferretdb, directory);
  const address = await startWithRoles(directory, servers, name, ADMIN);
  const as: SharedMongo["as"] = async (auth, work) => {
    const url = `mongodb://${address.host}:${address.port}`;
    const options = {
      auth,
      authSource: "admin",
      directConnection: true,
      serverSelectionTimeoutMS: 5_000,
    };
    const client = new MongoClient(url, options);
    try {
      return await work(await client.connect());
    } finally {
      await client.close();
    }
  };
  return {
    address,
    parameters: {
      host: address.host,
      port: String(address.port),
      tls: "false",
      "admin-secret": "admin",
    },
    as,
    rolesOf: (user) =>
      as(ADMIN, async (client) => {
        const { users } = (await client.db("admin").command({ usersInfo: user })) as {
          users: { roles: unknown }[];
        };
        return users[0]?.roles;
      }),
    async remove() {
      await stopWithRoles(directory, servers, name);
      await servers.remove(name);
    },
  };
}
