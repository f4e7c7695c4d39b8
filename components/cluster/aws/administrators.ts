import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import { administratorName } from "./administrator-name";
import type { AwsOptions } from "./contract";

/** Lets IAM roles and users do everything on the cluster. */
export const createAdministrators = (
  name: string,
  args: { readonly cluster: Cluster; readonly admins: readonly string[] },
  opts: AwsOptions,
): AccessPolicyAssociation[] =>
  args.admins.map((principalArn) => {
    const its = `${name}-admin-${administratorName(principalArn)}`;
    const entry = new AccessEntry(
      its,
      { clusterName: args.cluster.name, principalArn, type: "STANDARD" },
      opts,
    );
    return new AccessPolicyAssociation(
      `${its}-rights`,
      {
        clusterName: args.cluster.name,
        principalArn: entry.principalArn,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
      opts,
    );
  });
