import { OperatorError } from "../../../contract";
import type { Account } from "../../cloud/account";
import { nameOf } from "../../cloud/references";
import type { StandIn } from "../../contract";
import { propertiesAt, textAt, type Properties } from "../../value";
import type { AwsClient } from "../client";

/** How something of the account is looked up, and what is told of it. */
interface LookUp {
  readonly type: string;
  /** The argument that names it. */
  readonly by: string;
  readonly tell: (thing: {
    readonly inputs: Properties;
    readonly outputs: Properties;
  }) => Properties;
}

const LOOK_UPS: Readonly<Record<string, LookUp>> = {
  "aws:ec2/getVpc:getVpc": {
    type: "aws:ec2/vpc:Vpc",
    by: "id",
    tell: ({ inputs }) => {
      const cidrBlock = textAt(inputs, "cidrBlock");
      return { cidrBlock, cidrBlockAssociations: [{ cidrBlock, state: "associated" }] };
    },
  },
  "aws:eks/getCluster:getCluster": {
    type: "aws:eks/cluster:Cluster",
    by: "name",
    tell: ({ inputs, outputs }) => ({
      endpoint: textAt(outputs, "endpoint"),
      certificateAuthorities: [propertiesAt(outputs, "certificateAuthority")],
      kubernetesNetworkConfigs: [propertiesAt(inputs, "kubernetesNetworkConfig")],
      vpcConfig: propertiesAt(outputs, "vpcConfig"),
    }),
  },
  "aws:rds/getInstance:getInstance": {
    type: "aws:rds/instance:Instance",
    by: "dbInstanceIdentifier",
    tell: ({ inputs, outputs }) => ({
      address: textAt(outputs, "address"),
      engine: textAt(inputs, "engine"),
      masterUsername: textAt(inputs, "username"),
      port: outputs.port ?? null,
      vpcSecurityGroups: inputs.vpcSecurityGroupIds ?? [],
    }),
  },
};

/** What AWS tells of what is in the account, whoever has made it. */
export const lookUps = (account: Account): StandIn<AwsClient>["functions"] =>
  Object.fromEntries(
    Object.entries(LOOK_UPS).map(([token, { type, by, tell }]) => [
      token,
      (_client: AwsClient, args: Properties): Promise<Properties> => {
        const id = textAt(args, by);
        const found = account.find(type, id);
        if (found === undefined)
          return Promise.reject(
            new OperatorError(`NotFoundException: the account has no ${nameOf(type)} "${id}"`),
          );
        return Promise.resolve({ ...args, id, ...tell(found) });
      },
    ]),
  );
