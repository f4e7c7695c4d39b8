import { optionalTextAt, textAt } from "../../value";
import { arn, iamId } from "./made-up";
import type { CloudType } from "../../cloud/type";

const role: CloudType = {
  autoNamed: "name",
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  replaceOn: ["name", "namePrefix", "path"],
  taken: "EntityAlreadyExists",
  identify: (inputs) => {
    const name = textAt(inputs, "name");
    const resource = `role${optionalTextAt(inputs, "path") ?? "/"}${name}`;
    return { id: name, outputs: { arn: arn("iam", "", resource), uniqueId: iamId("AROA") } };
  },
};

const rolePolicy: CloudType = {
  autoNamed: "name",
  replaceOn: ["name", "namePrefix", "role"],
  identify: (inputs) => ({
    id: `${textAt(inputs, "role")}:${textAt(inputs, "name")}`,
    outputs: {},
  }),
};

const rolePolicyAttachment: CloudType = {
  replaceOn: ["policyArn", "role"],
  identify: (inputs) => ({
    id: `${textAt(inputs, "role")}/${textAt(inputs, "policyArn")}`,
    outputs: {},
  }),
};

/** Roles. Nobody takes them: what they allow is not enforced. */
export const IAM: Readonly<Record<string, CloudType>> = {
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
};
