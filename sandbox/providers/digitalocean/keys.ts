import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateUserCommand,
  type User,
} from "@aws-sdk/client-iam";
import { randomBytes } from "node:crypto";
import { OperatorError } from "../../contract";
import { NO_ENTITY, unlessGone } from "../s3/errors";
import type { DigitalOceanClient } from "./client";
import { grantsOf, policyOf, type Grant } from "./key-grants";

// Names of keys may be alike. So each key belongs to a user of the object store that has no other, in a folder of users that
// is named like the key.

type Client = Pick<DigitalOceanClient, "iam">;

/** What a key is to be called, and may do. */
export interface WantedKey {
  readonly name: string;
  /** @default - nothing */
  readonly grants?: readonly Grant[];
}

/** The policy of a key's user. */
const POLICY = "grants";

const pathOf = (name: string): string => `/spaces/${encodeURIComponent(name)}/`;

const nameIn = (path: string): string => decodeURIComponent(path.split("/").at(-2) ?? "");

/** Makes a key, and tells both of its halves. */
export async function createKey(client: Client, { name, grants = [] }: WantedKey) {
  const { iam } = client;
  const user = `spaces-${randomBytes(8).toString("hex")}`;
  await iam.send(new CreateUserCommand({ UserName: user, Path: pathOf(name) }));
  await allow(client, user, grants);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
  const { AccessKeyId: accessKey, SecretAccessKey: secretKey } = AccessKey ?? {};
  if (!accessKey || !secretKey) throw new OperatorError("the server gave no key");
  return { accessKey, secretKey };
}

/** Nothing where there is no such key. */
export async function readKey(client: Client, id: string) {
  const user = await userOf(client, id);
  if (user === undefined) return undefined;
  const request = new GetUserPolicyCommand({ UserName: user.UserName, PolicyName: POLICY });
  const { PolicyDocument = "" } = await client.iam.send(request);
  const grants = grantsOf(decodeURIComponent(PolicyDocument));
  return { name: nameIn(user.Path ?? ""), grants };
}

/** Gives a key another name or other grants. @returns whether there is such a key */
export async function writeKey(
  client: Client,
  id: string,
  { name, grants = [] }: WantedKey,
): Promise<boolean> {
  const UserName = (await userOf(client, id))?.UserName;
  if (UserName === undefined) return false;
  await client.iam.send(new UpdateUserCommand({ UserName, NewPath: pathOf(name) }));
  await allow(client, UserName, grants);
  return true;
}

export async function deleteKey(client: Client, id: string): Promise<void> {
  const UserName = (await userOf(client, id))?.UserName;
  if (UserName === undefined) return;
  const { iam } = client;
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: id }));
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: POLICY }));
  await iam.send(new DeleteUserCommand({ UserName }));
}

/** Ids of the keys that have a name. */
export async function keysNamed({ iam }: Client, name: string): Promise<readonly string[]> {
  const { Users = [] } = await iam.send(new ListUsersCommand({ PathPrefix: pathOf(name) }));
  const lists = await Promise.all(
    Users.map(({ UserName }) => iam.send(new ListAccessKeysCommand({ UserName }))),
  );
  return lists.flatMap(({ AccessKeyMetadata = [] }) =>
    AccessKeyMetadata.flatMap(({ AccessKeyId }) => AccessKeyId ?? []),
  );
}

const allow = ({ iam }: Client, user: string, grants: readonly Grant[]) =>
  iam.send(
    new PutUserPolicyCommand({
      UserName: user,
      PolicyName: POLICY,
      PolicyDocument: policyOf(grants),
    }),
  );

async function userOf({ iam }: Client, id: string): Promise<User | undefined> {
  const lastUse = iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
  const user = (await unlessGone(NO_ENTITY, lastUse))?.UserName;
  if (user === undefined) return undefined;
  const found = iam.send(new GetUserCommand({ UserName: user }));
  return (await unlessGone(NO_ENTITY, found))?.User;
}
