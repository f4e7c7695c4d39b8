import { z } from "zod";
import { OperatorError } from "../../contract";
import type { CheckFailure, ReadRequest, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { isImport } from "../state-only";
import type { Properties } from "../value";
import type { Atlas } from "./atlas";
import { serverName } from "./server-name";
import { parseImportId, stateId } from "./user-id";
import type { UserKey, UserRecord } from "./user-records";

/**
 * Roles that Atlas knows, with the databases that they can be given on
 * ([Atlas](https://www.mongodb.com/docs/atlas/security-add-mongodb-users/)).
 */
const ROLES_OF_ONE_DATABASE = ["read", "readWrite", "dbAdmin"];
const ROLES_OF_ADMIN = [
  "atlasAdmin",
  "backup",
  "clusterMonitor",
  "dbAdminAnyDatabase",
  "enableSharding",
  "killOpSession",
  "readAnyDatabase",
  "readWriteAnyDatabase",
];

const role = z
  .strictObject({
    collectionName: z.string().min(1).optional(),
    databaseName: z
      .string()
      .min(1)
      .refine((name) => Buffer.byteLength(name) <= 63, "must be at most 63 bytes")
      .regex(/^[^/\\. "$]*$/, 'must not hold any of /\\. "$'),
    roleName: z.enum([...ROLES_OF_ONE_DATABASE, ...ROLES_OF_ADMIN]),
  })
  .refine(
    ({ roleName, databaseName }) =>
      databaseName === "admin" || ROLES_OF_ONE_DATABASE.includes(roleName),
    "is a role on the database admin only",
  )
  .refine(
    ({ roleName, collectionName }) =>
      collectionName === undefined || ["read", "readWrite"].includes(roleName),
    "only read and readWrite can be given on one collection",
  );

const rules = inputRules(
  {
    authDatabaseName: z.literal(
      "admin",
      "must be admin: the sandbox knows users with passwords only, and Atlas keeps those there",
    ),
    description: z.string().max(100).optional(),
    labels: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
    password: z.string().min(8).optional(),
    projectId: z.string().regex(/^[0-9a-f]{24}$/, "must be 24 hexadecimal digits"),
    roles: z.array(role).min(1, "must not be empty: Atlas refuses a user without roles"),
    scopes: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          type: z.enum(["CLUSTER", "DATA_LAKE", "STREAM"]),
        }),
      )
      .optional(),
    username: z.string().min(1).max(1024),
  },
  {
    secrets: ["password", "passwordWo"],
    unserved: [
      "awsIamType",
      "ldapAuthType",
      "oidcAuthType",
      "passwordWo",
      "passwordWoVersion",
      "x509Type",
    ],
    together: ({ password }): CheckFailure[] =>
      password === undefined
        ? [{ property: "", reason: "give a password: Atlas refuses a user who cannot log in" }]
        : [],
  },
);

type UserInputs = ReturnType<typeof rules.parse>;

/** What Atlas shows besides the inputs. */
const OTHER_LOGINS = {
  awsIamType: "NONE",
  ldapAuthType: "NONE",
  oidcAuthType: "NONE",
  x509Type: "NONE",
};

/** A database user; see {@link stateId} for its id. */
export const databaseUser: ResourceKind<Atlas> = {
  ...rules.kind,
  replaceOn: ["projectId", "username"],
  async create(atlas, { inputs }) {
    const user = rules.parse(inputs);
    if (atlas.records.find(user)) throw existsAlready(user);
    // The record comes last: a run that is cut off before it has made no user, and the next one starts over.
    await letIn(atlas, user);
    atlas.records.save(recordOf(user));
    return { id: stateId(user), outputs: { ...OTHER_LOGINS, ...inputs } };
  },
  read(atlas, request) {
    const record = atlas.records.find(keyOf(request));
    if (!record) return Promise.resolve(undefined);
    // Atlas does not give the password away; the next deployment after an import sets it anew.
    const known = isImport(request) ? {} : request.oldInputs;
    const inputs: Properties = { ...known, ...record };
    return Promise.resolve({
      id: stateId(record),
      inputs,
      outputs: { ...OTHER_LOGINS, ...inputs },
    });
  },
  async update(atlas, { inputs, oldInputs }) {
    const user = rules.parse(inputs);
    if (!atlas.records.find(user)) throw notFound(user);
    if (inputs.password !== oldInputs.password) await letIn(atlas, user);
    atlas.records.save(recordOf(user));
    return { ...OTHER_LOGINS, ...inputs };
  },
  async delete({ records, servers }, { oldOutputs }) {
    const key = keySchema.parse(oldOutputs);
    await servers.remove(serverName(key));
    records.remove(key);
  },
};

/** Runs the user's server, with the password that it has now. */
async function letIn({ servers }: Atlas, user: UserInputs): Promise<void> {
  const { username, password = "" } = user;
  await servers.start(serverName(user), { username, password });
}

function recordOf(user: UserInputs): UserRecord {
  const record = { ...user };
  delete record.password;
  return record;
}

/** Whom a request is about: what the state says, or for an import the id. */
const keyOf = (request: ReadRequest): UserKey =>
  isImport(request) ? parseImportId(request.id) : keySchema.parse(request.oldOutputs);

const keySchema = z.object({
  projectId: z.string(),
  username: z.string(),
  authDatabaseName: z.string(),
});

const existsAlready = ({ projectId, username }: UserKey): OperatorError =>
  new OperatorError(
    `error during database user creation: https://cloud.mongodb.com/api/atlas/v2/groups/${projectId}/databaseUsers ` +
      `POST: HTTP 409 Conflict (Error code: "USER_ALREADY_EXISTS") ` +
      `Detail: The specified username ${username} already exists in project ${projectId}`,
  );

const notFound = ({ projectId, username, authDatabaseName }: UserKey): OperatorError =>
  new OperatorError(
    `error during database user update: https://cloud.mongodb.com/api/atlas/v2/groups/${projectId}/databaseUsers/` +
      `${authDatabaseName}/${username} PATCH: HTTP 404 Not Found (Error code: "USER_NOT_FOUND") ` +
      `Detail: No user with username ${username} exists: run refresh`,
  );
