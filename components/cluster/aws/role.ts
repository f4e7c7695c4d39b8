import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";
import type { AwsOptions } from "./contract";

/** What a role may do, in the form of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

export interface RoleArgs {
  /** The service of AWS that takes the role. */
  readonly service: "ec2" | "eks" | "pods.eks";
  /** Names of policies that AWS keeps itself, such as `AmazonEKSClusterPolicy`. */
  readonly managed?: readonly string[];
  readonly statements?: readonly PolicyStatement[];
}

/** A role, and all that must be attached to it before it is of use. */
export interface GrantedRole {
  readonly arn: pulumi.Output<string>;
  readonly granted: readonly pulumi.Resource[];
}

/** Makes a role that one service of AWS may take, and no account. */
export function createRole(name: string, args: RoleArgs, opts: AwsOptions): GrantedRole {
  const role = new Role(`${name}-role`, { assumeRolePolicy: trust(args.service) }, opts);
  const attached = (args.managed ?? []).map(
    (policy) =>
      new RolePolicyAttachment(
        `${name}-${policy.split("/").pop()}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  const own =
    args.statements === undefined
      ? []
      : [
          new RolePolicy(
            `${name}-policy`,
            {
              role: role.name,
              policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: args.statements }),
            },
            opts,
          ),
        ];
  return { arn: role.arn, granted: [...attached, ...own] };
}

/** A pod's role carries the pod's cluster, namespace and account as tags of the session. */
const trust = (service: RoleArgs["service"]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: service === "pods.eks" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
      },
    ],
  });
