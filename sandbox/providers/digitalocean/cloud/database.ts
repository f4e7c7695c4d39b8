import { randomBytes, randomUUID } from "node:crypto";
import { OperatorError } from "../../../contract";
import type { DatabaseServer } from "../../cloud/database-server";
import type { CloudType, Place } from "../../cloud/type";
import { optionalTextAt, textAt, type Properties } from "../../value";
import { DATABASE, FIREWALL, MYSQL_CONFIG } from "./types";

const ADMIN = "doadmin";

/** Of every managed MySQL: https://docs.digitalocean.com/products/databases/mysql/how-to/connect/ */
const PORT = 25_060;

const server = (mysql: DatabaseServer): CloudType => ({
  autoNamed: "name",
  unique: "name",
  secrets: ["password", "privateUri", "uiPassword", "uiUri", "uri"],
  replaceOn: ["engine", "name", "privateNetworkUuid", "projectId"],
  identify: (inputs, place) => {
    requireOnlyMysql(inputs, place);
    const id = randomUUID();
    return { id, outputs: { ...connection(textAt(inputs, "name")), clusterUrn: `do:dbaas:${id}` } };
  },
  made: (_inputs, _place, { outputs }) => mysql.admit(ADMIN, textAt(outputs, "password")),
  removing: () => mysql.dismiss(ADMIN),
});

/** @throws OperatorError where the sandbox would need another server */
function requireOnlyMysql(inputs: Properties, { account }: Place): void {
  if (inputs.engine !== "mysql")
    throw new OperatorError("the sandbox has a MySQL server and no other: set engine to mysql");
  if (inputs.version === undefined)
    throw new OperatorError('The argument "version" is required, but no definition was found.');
  const [other] = account.ofType(DATABASE);
  if (other !== undefined)
    throw new OperatorError(
      `the sandbox has one MySQL server, which is that of the database cluster ${textAt(other.inputs, "name")}: ` +
        "destroy its stack first",
    );
}

/** How a server is reached by its own names, and the password that is told of its administrator. */
function connection(name: string): Properties {
  const host = `${name}-do-user-1234567-0.k.db.ondigitalocean.com`;
  const privateHost = `private-${host}`;
  const password = `AVNS_${randomBytes(12).toString("hex")}`;
  const uriOf = (at: string): string =>
    `mysql://${ADMIN}:${password}@${at}:${PORT}/defaultdb?ssl-mode=REQUIRED`;
  return {
    ...{ database: "defaultdb", host, privateHost, port: PORT, user: ADMIN, password },
    ...{ uri: uriOf(host), privateUri: uriOf(privateHost), metricsEndpoints: [] },
  };
}

/** The list of those who may connect: a server has one, which another one takes the place of. */
const firewall: CloudType = {
  replaceOn: ["clusterId"],
  overwrites: true,
  entry: (inputs) => optionalTextAt(inputs, "clusterId") ?? "",
  identify: (inputs) => ({ id: `${textAt(inputs, "clusterId")}-${digits()}`, outputs: {} }),
};

const digits = (): string => randomBytes(13).toString("hex");

/** Parameters of a server, which it has from the beginning. */
const mysqlConfig: CloudType = {
  replaceOn: ["clusterId"],
  overwrites: true,
  identify: (inputs) => ({ id: `${textAt(inputs, "clusterId")}/mysql-config`, outputs: {} }),
};

/** Managed servers: one, which is the sandbox's MySQL. */
export const databases = (mysql: DatabaseServer): Readonly<Record<string, CloudType>> => ({
  [DATABASE]: server(mysql),
  [FIREWALL]: firewall,
  [MYSQL_CONFIG]: mysqlConfig,
});
