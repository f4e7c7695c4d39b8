import {
  DeleteUserPolicyCommand,
  GetUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { OperatorError } from "../../contract";
import type { CheckRequest, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { isProperties, parseJson, sameValue, type Properties } from "../value";
import type { AwsClient } from "./client";
import { describing, NO_ENTITY, unlessGone } from "./errors";

const isJson = (text: string): boolean => {
  try {
    return isProperties(parseJson(text));
  } catch {
    return false;
  }
};

const rules = inputRules(
  {
    name: z.string().min(1),
    policy: z.string().refine(isJson, "contains an invalid JSON policy: must be a JSON object"),
    user: z.string().min(1),
  },
  { autoNamed: "name", unserved: ["namePrefix"] },
);

/** A policy document may be given as an object; the state holds its text, as with the official plugin. */
const withText = (inputs: Properties): Properties =>
  isProperties(inputs.policy) ? { ...inputs, policy: JSON.stringify(inputs.policy) } : inputs;

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

/** Another spelling of the same document is no difference. */
function sameDocumentOr(old: Properties[string] | undefined, found: string): string {
  if (typeof old !== "string" || !isJson(old) || !isJson(found)) return found;
  return sameValue(parseJson(old), parseJson(found)) ? old : found;
}

function parseId(id: string): { user: string; name: string } {
  const [, user, name] = /^([^:]+):(.+)$/.exec(id) ?? [];
  if (user !== undefined && name !== undefined) return { user, name };
  throw new OperatorError(`wrong ID format "${id}" (expected <user>:<policy name>)`);
}
