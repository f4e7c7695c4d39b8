import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import type { AwsOptions, AwsSite } from "../cluster/aws/contract";
import type { PortRange } from "./contract";

/** Makes the security group of a data server: only nodes of the cluster come in, and nothing goes out. */
export const admitNodes = (
  name: string,
  {
    aws,
    ports,
    description,
  }: { readonly aws: AwsSite; readonly ports: PortRange; readonly description: string },
  opts: AwsOptions,
): SecurityGroup =>
  new SecurityGroup(
    `${name}-access`,
    {
      vpcId: aws.vpcId,
      description,
      ingress: [
        {
          protocol: "tcp",
          fromPort: ports.from,
          toPort: ports.to,
          securityGroups: [aws.nodeSecurityGroupId],
        },
      ],
    },
    opts,
  );
