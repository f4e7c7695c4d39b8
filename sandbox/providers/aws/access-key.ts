import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
  type AccessKeyMetadata,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { AwsClient } from "./client";
import { describing, NO_ENTITY, unlessGone } from "../s3/errors";

const rules = inputRules(
  { status: z.enum(["Active", "Inactive"]), user: z.string().min(1) },
  {
    defaults: { status: "Active" },
    unserved: ["pgpKey"],
    secrets: ["secret", "sesSmtpPasswordV4"],
  },
);

/** A key of a user; its id is the public half. The secret half is given once, so an import has none. */
export const accessKey: ResourceKind<AwsClient> = {
  ...rules.kind,
  replaceOn: ["user"],
  async create(client, { inputs }) {
    const { user, status } = rules.parse(inputs);
    const creating = `creating access key of IAM user "${user}"`;
    const request = new CreateAccessKeyCommand({ UserName: user });
    const { AccessKey: key } = await describing(creating, client.iam.send(request));
    const { AccessKeyId: id, SecretAccessKey: secret } = key ?? {};
    if (!id || !secret) throw new OperatorError(`${creating}: the server gave no key`);
    if (status === "Inactive") await describing(creating, setStatus(client, user, id, status));
    return { id, outputs: { ...inputs, createDate: dateText(key?.CreateDate), secret } };
  },
  async read(client, { id, oldInputs, oldOutputs }) {
    const reading = `reading access key "${id}"`;
    const found = await describing(reading, findKey(client, id, oldOutputs.user));
    if (found === undefined) return undefined;
    const inputs = { ...oldInputs, status: found.Status ?? "Active", user: found.UserName ?? "" };
    const createDate = dateText(found.CreateDate);
    return { id, inputs, outputs: { ...oldOutputs, ...inputs, createDate } };
  },
  async update(client, { id, inputs, oldOutputs }) {
    const { user, status } = rules.parse(inputs);
    await describing(`changing access key "${id}"`, setStatus(client, user, id, status));
    return { ...oldOutputs, ...inputs };
  },
  async delete(client, { id, oldInputs }) {
    const { user } = rules.parse(oldInputs);
    const request = new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id });
    const deleting = `deleting access key "${id}" of IAM user "${user}"`;
    await describing(deleting, unlessGone(NO_ENTITY, client.iam.send(request)));
  },
};

/** An import knows the key alone; whose it is, IAM tells with its last use. */
async function findKey(
  { iam }: AwsClient,
  id: string,
  knownUser: unknown,
): Promise<AccessKeyMetadata | undefined> {
  const lastUse = new GetAccessKeyLastUsedCommand({ AccessKeyId: id });
  const user =
    typeof knownUser === "string"
      ? knownUser
      : (await unlessGone(NO_ENTITY, iam.send(lastUse)))?.UserName;
  if (user === undefined) return undefined;
  const list = iam.send(new ListAccessKeysCommand({ UserName: user }));
  const keys = (await unlessGone(NO_ENTITY, list))?.AccessKeyMetadata ?? [];
  return keys.find(({ AccessKeyId }) => AccessKeyId === id);
}

async function setStatus(
  { iam }: AwsClient,
  user: string,
  id: string,
  status: "Active" | "Inactive",
): Promise<void> {
  const request = { UserName: user, AccessKeyId: id, Status: status };
  await iam.send(new UpdateAccessKeyCommand(request));
}

const dateText = (date: Date | undefined): string => date?.toISOString() ?? "";
