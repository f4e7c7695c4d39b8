import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateUserCommand,
  type User,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import type { Found, ResourceKind, UpdateRequest } from "../contract";
import { inputRules } from "../input-rules";
import type { Properties } from "../value";
import type { AwsClient } from "./client";
import { describing, NO_ENTITY, unlessGone } from "../s3/errors";
import { fromTagList, tagsSchema, toTagList } from "./tags";

const rules = inputRules(
  {
    forceDestroy: z.boolean(),
    name: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, "must be 1 to 64 letters, digits and characters of +=,.@_-"),
    path: z.string().regex(/^\/([!-~]+\/)?$/, "must begin and end with a slash"),
    tags: tagsSchema,
  },
  {
    defaults: { forceDestroy: false, path: "/" },
    autoNamed: "name",
    unserved: ["permissionsBoundary"],
  },
);

/**
 * A user; its id is its name. One that exists already is refused. A changed name makes a new user here, where the
 * official plugin renames.
 */
export const user: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["name"],
  async create(client, { inputs }) {
    const { name, path, tags } = rules.parse(inputs);
    const request = new CreateUserCommand({ UserName: name, Path: path, Tags: toTagList(tags) });
    const answer = await describing(`creating IAM user "${name}"`, client.iam.send(request));
    return { id: name, outputs: outputsOf(inputs, answer.User) };
  },
  async read(client, { id, oldInputs }) {
    const found = await describing(`reading IAM user "${id}"`, findUser(client, id));
    return found && foundUser(id, oldInputs, found);
  },
  async update(client, request) {
    const { id, inputs, oldInputs } = request;
    const changing = `changing IAM user "${id}"`;
    if (inputs.path !== oldInputs.path) {
      const moved = new UpdateUserCommand({ UserName: id, NewPath: rules.parse(inputs).path });
      await describing(changing, client.iam.send(moved));
    }
    await describing(changing, changeTags(client, request));
    return outputsOf(inputs, await describing(changing, findUser(client, id)));
  },
  async delete(client, { id, oldOutputs }) {
    const deleting = `deleting IAM user "${id}"`;
    if (oldOutputs.forceDestroy === true)
      await describing(deleting, unlessGone(NO_ENTITY, deleteKeys(client, id)));
    const deleted = client.iam.send(new DeleteUserCommand({ UserName: id }));
    await describing(deleting, unlessGone(NO_ENTITY, deleted));
  },
};

async function findUser({ iam }: AwsClient, name: string): Promise<User | undefined> {
  const answer = iam.send(new GetUserCommand({ UserName: name }));
  return (await unlessGone(NO_ENTITY, answer))?.User;
}

function foundUser(name: string, oldInputs: Properties, found: User): Found {
  const tags = fromTagList(found.Tags);
  const none = Object.keys(tags).length === 0 && oldInputs.tags === undefined;
  const inputs = {
    forceDestroy: false,
    ...oldInputs,
    name,
    path: found.Path ?? "/",
    ...(none ? {} : { tags }),
  };
  return { id: name, inputs, outputs: outputsOf(inputs, found) };
}

async function changeTags(
  { iam }: AwsClient,
  { id, inputs, oldInputs }: UpdateRequest,
): Promise<void> {
  const { tags: old = {} } = rules.parse(oldInputs);
  const { tags = {} } = rules.parse(inputs);
  const removed = Object.keys(old).filter((key) => !(key in tags));
  const changed = Object.entries(tags).filter(([key, value]) => old[key] !== value);
  if (removed.length > 0) await iam.send(new UntagUserCommand({ UserName: id, TagKeys: removed }));
  if (changed.length > 0)
    await iam.send(
      new TagUserCommand({ UserName: id, Tags: toTagList(Object.fromEntries(changed)) }),
    );
}

async function deleteKeys({ iam }: AwsClient, name: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: name }));
  for (const { AccessKeyId } of AccessKeyMetadata)
    await iam.send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId }));
}

const outputsOf = (inputs: Properties, found: User | undefined): Properties => ({
  ...inputs,
  arn: found?.Arn ?? "",
  tagsAll: inputs.tags ?? {},
  uniqueId: found?.UserId ?? "",
});
