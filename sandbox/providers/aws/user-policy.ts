import {
  DeleteUserPolicyCommand,
  GetUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { CheckRequest, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import type { Properties } from "../value";
import type { AwsClient } from "./client";
import { describing, NO_ENTITY, unlessGone } from "../s3/errors";
import { isJson, NOT_JSON, sameDocumentOr, withText } from "./policy-document";

const rules = inputRules(
  {
    name: z.string().min(1),
    policy: z.string().refine(isJson, NOT_JSON),
    user: z.string().min(1),
  },
  { autoNamed: "name", unserved: ["namePrefix"] },
);

/**
 * What a user may do; its id is `<user>:<name>`. Like IAM itself it takes the place of a policy with that name that
 * the user has already.
 */
export const userPolicy: ResourceKind<AwsClient> = {
  ...rules.kind,
  check: (client, request: CheckRequest) =>
    rules.kind.check(client, { ...request, inputs: withText(request.inputs) }),
  replaceOn: ["name", "user"],
  // With the same name on the same user the new one cannot be there beside the old one.
  deleteBeforeReplace: (_client, { inputs, oldInputs }) => inputs.name === oldInputs.name,
  async create(client, { inputs }) {
    const { user, name } = rules.parse(inputs);
    await putPolicy(client, inputs);
    return { id: `${user}:${name}`, outputs: inputs };
  },
  async read(client, { id, oldInputs }) {
    const { user, name } = parseId(id);
    const request = new GetUserPolicyCommand({ UserName: user, PolicyName: name });
    const reading = `reading IAM user policy "${id}"`;
    const found = await describing(reading, unlessGone(NO_ENTITY, client.iam.send(request)));
    if (found?.PolicyDocument === undefined) return undefined;
    const policy = sameDocumentOr(oldInputs.policy, decodeURIComponent(found.PolicyDocument));
    const inputs = { name, policy, user };
    return { id, inputs, outputs: inputs };
  },
  async update(client, { inputs }) {
    await putPolicy(client, inputs);
    return inputs;
  },
  async delete(client, { id }) {
    const { user, name } = parseId(id);
    const request = new DeleteUserPolicyCommand({ UserName: user, PolicyName: name });
    const deleting = `deleting IAM user policy "${id}"`;
    await describing(deleting, unlessGone(NO_ENTITY, client.iam.send(request)));
  },
};

async function putPolicy({ iam }: AwsClient, inputs: Properties): Promise<void> {
  const { user, name, policy } = rules.parse(inputs);
  const request = new PutUserPolicyCommand({
    UserName: user,
    PolicyName: name,
    PolicyDocument: policy,
  });
  await describing(`putting IAM user policy "${user}:${name}"`, iam.send(request));
}

function parseId(id: string): { user: string; name: string } {
  const [, user, name] = /^([^:]+):(.+)$/.exec(id) ?? [];
  if (user !== undefined && name !== undefined) return { user, name };
  throw new OperatorError(`wrong ID format "${id}" (expected <user>:<policy name>)`);
}
