import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { describing, NO_ENTITY, unlessGone } from "../s3/errors";
import type { Properties } from "../value";
import type { DigitalOceanClient } from "./client";
import { grantSchema, grantsOf, policyOf, type Grant } from "./key-grants";

const rules = inputRules(
  { grants: z.array(grantSchema).optional(), name: z.string().min(1) },
  { autoNamed: "name", secrets: ["secretKey"] },
);

/** The policy of a key's user. */
const POLICY = "grants";

/**
 * A key of Spaces; its id is the public half. It belongs to a user of the object store that has no other: names of keys may
 * be alike. The secret half is given once, so an import has none.
 */
export const spacesKey: ResourceKind<DigitalOceanClient> = {
  ...rules.kind,
  replaceOn: [],
  async create(client, { inputs }) {
    const { grants = [], name } = rules.parse(inputs);
    const creating = `creating Spaces key "${name}"`;
    const key = await describing(creating, createKey(client, grants));
    return { id: key.accessKey, outputs: { ...inputs, ...key } };
  },
  async read(client, { id, oldInputs, oldOutputs }) {
    const reading = `reading Spaces key "${id}"`;
    const grants = await describing(reading, grantsOfKey(client, id));
    if (grants === undefined) return undefined;
    const inputs: Properties = { name: id, ...oldInputs, grants };
    return { id, inputs, outputs: { ...oldOutputs, ...inputs, accessKey: id } };
  },
  async update(client, { id, inputs, oldOutputs }) {
    const { grants = [] } = rules.parse(inputs);
    const changing = `changing Spaces key "${id}"`;
    const user = await describing(changing, userOf(client, id));
    if (user === undefined) throw new OperatorError(`${changing}: 404 Not Found: run refresh`);
    await describing(changing, allow(client, user, grants));
    return { ...oldOutputs, ...inputs };
  },
  async delete(client, { id }) {
    await describing(`deleting Spaces key "${id}"`, deleteKey(client, id));
  },
};

async function createKey(client: DigitalOceanClient, grants: readonly Grant[]) {
  const user = `spaces-${randomBytes(8).toString("hex")}`;
  await client.iam.send(new CreateUserCommand({ UserName: user }));
  await allow(client, user, grants);
  const { AccessKey } = await client.iam.send(new CreateAccessKeyCommand({ UserName: user }));
  const { AccessKeyId: accessKey, SecretAccessKey: secretKey } = AccessKey ?? {};
  if (!accessKey || !secretKey) throw new OperatorError("the server gave no key");
  return { accessKey, secretKey };
}

const allow = ({ iam }: DigitalOceanClient, user: string, grants: readonly Grant[]) =>
  iam.send(
    new PutUserPolicyCommand({
      UserName: user,
      PolicyName: POLICY,
      PolicyDocument: policyOf(grants),
    }),
  );

async function userOf({ iam }: DigitalOceanClient, id: string): Promise<string | undefined> {
  const lastUse = iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
  const user = (await unlessGone(NO_ENTITY, lastUse))?.UserName;
  if (user === undefined) return undefined;
  const found = iam.send(new GetUserCommand({ UserName: user }));
  return (await unlessGone(NO_ENTITY, found)) && user;
}

async function grantsOfKey(client: DigitalOceanClient, id: string): Promise<Grant[] | undefined> {
  const user = await userOf(client, id);
  if (user === undefined) return undefined;
  const { PolicyDocument = "" } = await client.iam.send(
    new GetUserPolicyCommand({ UserName: user, PolicyName: POLICY }),
  );
  return grantsOf(decodeURIComponent(PolicyDocument));
}

async function deleteKey(client: DigitalOceanClient, id: string): Promise<void> {
  const user = await userOf(client, id);
  if (user === undefined) return;
  const { iam } = client;
  await iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id }));
  await iam.send(new DeleteUserPolicyCommand({ UserName: user, PolicyName: POLICY }));
  await iam.send(new DeleteUserCommand({ UserName: user }));
}
