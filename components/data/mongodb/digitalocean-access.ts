import { Provider as CommandProvider } from "@pulumi/command/provider";
import { DatabaseDb } from "@pulumi/digitalocean/databaseDb";
import type { Provider } from "@pulumi/digitalocean/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { MongoServer } from "../contract";
import { after, valueAfter } from "../in-cluster-access";
import { createDigitalOceanUser } from "./digitalocean-user";

/** Of every managed MongoDB: https://docs.digitalocean.com/products/databases/mongodb/how-to/connect/ */
export const MONGODB_PORT = 27_017;

export interface DigitalOceanMongo {
  /** UUID. */
  readonly id: pulumi.Output<string>;
  /** Its name in the private network. */
  readonly privateHost: pulumi.Output<string>;
  readonly provider: Provider;
}

/** The address of a managed server, whose name leads to all its nodes. Its certificate is of a public authority. */
export const addressOf = (host: string): string => `mongodb+srv://${host}`;

/** Makes databases and grants access by the APIs of DigitalOcean, where the server may not be reached from. */
export function digitaloceanMongo(
  name: string,
  { id: serverId, privateHost, provider }: DigitalOceanMongo,
  { parent, dependsOn: before }: DriverOptions,
): MongoServer["createDatabases"] {
  const commands = new CommandProvider(`${name}-command`, {}, { parent });
  return (accessName, args, { parent: instance, dependsOn }) => {
    const data = args.databases.map(
      (database, index) =>
        new DatabaseDb(
          index === 0 ? `${accessName}-database` : `${accessName}-${index}-database`,
          { clusterId: serverId, name: database },
          { parent: instance, provider, dependsOn: [...dependsOn, ...before] },
        ),
    );
    return {
      data,
      grantAccess: (allData) => {
        const { run, password } = createDigitalOceanUser(
          accessName,
          { ...args, serverId },
          { parent: instance, provider: commands, dependsOn: [...allData] },
        );
        return {
          host: privateHost.apply(addressOf),
          user: valueAfter(run, args.user),
          password,
          databases: after(run, args.databases),
          granted: [run],
        };
      },
    };
  };
}

interface DriverOptions {
  readonly parent: pulumi.Resource;
  /** What must be there before the first database. */
  readonly dependsOn: readonly pulumi.Resource[];
}
