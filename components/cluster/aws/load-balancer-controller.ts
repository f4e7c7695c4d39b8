import type { Cluster } from "@pulumi/aws/eks/cluster";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { LOAD_BALANCER_CONTROLLER_CHART } from "../../shared/versions";
import { loadBalancerStatements } from "./load-balancer-statements";
import { installWithRole, type ReleaseOptions } from "./release";
import type { AwsClusterSettings } from "./settings";

const CHART = "aws-load-balancer-controller";

/** Makes load balancers for Services of the type LoadBalancer and for Ingresses of the class alb. */
export const installLoadBalancerController = (
  name: string,
  args: {
    readonly settings: AwsClusterSettings;
    readonly cluster: Cluster;
    readonly vpcId: pulumi.Output<string>;
  },
  opts: ReleaseOptions,
): kubernetes.helm.v3.Release =>
  installWithRole(
    `${name}-load-balancers`,
    {
      cluster: args.cluster,
      chart: CHART,
      version: LOAD_BALANCER_CONTROLLER_CHART,
      repository: "https://aws.github.io/eks-charts",
      statements: loadBalancerStatements(args.settings.name),
      values: {
        fullnameOverride: CHART,
        clusterName: args.settings.name,
        // A pod cannot ask the node for these.
        region: args.settings.region,
        vpcId: args.vpcId,
        serviceAccount: { create: true, name: CHART },
        enableShield: false,
        enableWaf: false,
        enableWafv2: args.settings.waf !== undefined,
      },
    },
    opts,
  );
