import { createHash } from "node:crypto";
import { OperatorError } from "../../../contract";
import { optionalTextAt, textAt, type Properties } from "../../value";
import { ACCOUNT, arn } from "./made-up";
import type { DatabaseServer } from "../../cloud/database-server";
import type { CloudType, Existing, Place } from "../../cloud/type";

const INSTANCE = "aws:rds/instance:Instance";
const SNAPSHOT = "aws:rds/snapshot:Snapshot";

const instance = (server: DatabaseServer): CloudType => ({
  autoNamed: "identifier",
  secrets: ["password", "passwordWo"],
  defaults: { skipFinalSnapshot: false },
  replaceOn: [
    "availabilityZone",
    "characterSetName",
    "dbName",
    "engine",
    "identifierPrefix",
    "kmsKeyId",
    "ncharCharacterSetName",
    "snapshotIdentifier",
    "storageEncrypted",
    "timezone",
    "username",
  ],
  taken: "DBInstanceAlreadyExists",
  identify: (inputs, { region, account }) => {
    const identifier = textAt(inputs, "identifier");
    if (inputs.engine !== "mysql")
      throw new OperatorError("the sandbox has a MySQL server and no other: set engine to mysql");
    const [other] = account.ofType(INSTANCE).filter(({ id }) => id !== identifier);
    if (other !== undefined)
      throw new OperatorError(
        `the sandbox has one MySQL server, which is that of the DB instance ${other.id}: destroy its stack first`,
      );
    // Each account has its own part of the name, in each region.
    const own = createHash("sha256").update(`${ACCOUNT} ${region}`).digest("hex").slice(0, 12);
    const address = `${identifier}.${own}.${region}.rds.amazonaws.com`;
    const port = Number(inputs.port ?? 3306);
    return {
      id: identifier,
      outputs: {
        address,
        arn: arn("rds", region, `db:${identifier}`),
        endpoint: `${address}:${port}`,
        engineVersionActual: `${optionalTextAt(inputs, "engineVersion") ?? "8.4"}.0`,
        port,
        resourceId: `db-${own.toUpperCase()}`,
        status: "available",
      },
    };
  },
  made: (inputs) => server.admit(textAt(inputs, "username"), textAt(inputs, "password")),
  changed: async ({ inputs, oldInputs }) => {
    if (inputs.password !== oldInputs.password)
      await server.admit(textAt(inputs, "username"), textAt(inputs, "password"));
    return {};
  },
  async removing(existing, place) {
    const { id, oldOutputs } = existing;
    if (oldOutputs.deletionProtection === true)
      throw new OperatorError(
        `InvalidParameterCombination: Cannot delete protected DB Instance ${id}, please disable deletion protection and try again.`,
      );
    if (oldOutputs.skipFinalSnapshot !== true) takeSnapshot(existing, place);
    await server.dismiss(textAt(oldOutputs, "username"));
  },
});

/** What is left of a server. Nothing is in it. */
function takeSnapshot(
  { id, urn, oldOutputs }: Pick<Existing, "id" | "urn" | "oldOutputs">,
  { account, region }: Place,
): void {
  const name = optionalTextAt(oldOutputs, "finalSnapshotIdentifier");
  if (name === undefined)
    throw new OperatorError(
      "final_snapshot_identifier is required when skip_final_snapshot is false",
    );
  if (account.find(SNAPSHOT, name) !== undefined)
    throw new OperatorError(
      `DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`,
    );
  const outputs = { dbSnapshotArn: arn("rds", region, `snapshot:${name}`), dbInstance: id };
  account.put({ type: SNAPSHOT, id: name, urn, inputs: {}, outputs });
}

const group = (kind: string, replaceOn: readonly string[], taken: string): CloudType => ({
  autoNamed: "name",
  defaults: { description: "Managed by Pulumi" },
  replaceOn: ["name", "namePrefix", ...replaceOn],
  taken,
  identify: (inputs: Properties, { region }) => {
    const name = textAt(inputs, "name");
    return { id: name, outputs: { arn: arn("rds", region, `${kind}:${name}`) } };
  },
});

/** Servers of RDS: one, which is the sandbox's MySQL. */
export const rds = (server: DatabaseServer): Readonly<Record<string, CloudType>> => ({
  [INSTANCE]: instance(server),
  "aws:rds/parameterGroup:ParameterGroup": group(
    "pg",
    ["description", "family"],
    "DBParameterGroupAlreadyExists",
  ),
  "aws:rds/subnetGroup:SubnetGroup": group("subgrp", [], "DBSubnetGroupAlreadyExists"),
});
