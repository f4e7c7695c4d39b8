import type { PolicyStatement } from "./role";

/** The controller writes it, with the cluster's name, on all that it makes. */
const TAG = "elbv2.k8s.aws/cluster";

const requested = (cluster: string) => ({ [`aws:RequestTag/${TAG}`]: cluster });
const existing = (cluster: string) => ({ [`aws:ResourceTag/${TAG}`]: cluster });

const LOAD_BALANCER_ARNS = ["loadbalancer/app/*", "loadbalancer/net/*", "targetgroup/*"].map(
  (resource) => `arn:aws:elasticloadbalancing:*:*:${resource}`,
);
const LISTENER_ARNS = [
  "listener/app/*",
  "listener/net/*",
  "listener-rule/app/*",
  "listener-rule/net/*",
].map((resource) => `arn:aws:elasticloadbalancing:*:*:${resource}`);
const SECURITY_GROUPS = "arn:aws:ec2:*:*:security-group/*";

/**
 * What the controller must be able to do
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/#option-b-attach-iam-policies-to-nodes),
 * without Cognito, Shield and the old WAF, which are switched off. What changes or deletes is for what carries the tag
 * of this cluster, where AWS can tell.
 */
export const loadBalancerStatements = (cluster: string): readonly PolicyStatement[] => [
  ...LOOKING,
  ...securityGroups(cluster),
  ...loadBalancers(cluster),
  {
    Sid: "FirewallOfOperator",
    Effect: "Allow",
    Action: [
      "wafv2:GetWebACL",
      "wafv2:GetWebACLForResource",
      "wafv2:AssociateWebACL",
      "wafv2:DisassociateWebACL",
    ],
    // The firewall is named by an annotation, and the load balancer made later.
    Resource: "*",
  },
];

const LOOKING: readonly PolicyStatement[] = [
  {
    Sid: "LookAround",
    Effect: "Allow",
    Action: [
      ...[
        "DescribeAccountAttributes",
        "DescribeAddresses",
        "DescribeAvailabilityZones",
        "DescribeCoipPools",
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeIpamPools",
        "DescribeNetworkInterfaces",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeTags",
        "DescribeVpcPeeringConnections",
        "DescribeVpcs",
        "GetCoipPoolUsage",
        "GetSecurityGroupsForVpc",
      ].map((action) => `ec2:${action}`),
      ...[
        "DescribeCapacityReservation",
        "DescribeListenerAttributes",
        "DescribeListenerCertificates",
        "DescribeListeners",
        "DescribeLoadBalancerAttributes",
        "DescribeLoadBalancers",
        "DescribeRules",
        "DescribeSSLPolicies",
        "DescribeTags",
        "DescribeTargetGroupAttributes",
        "DescribeTargetGroups",
        "DescribeTargetHealth",
        "DescribeTrustStores",
      ].map((action) => `elasticloadbalancing:${action}`),
      "acm:DescribeCertificate",
      "acm:ListCertificates",
    ],
    // These actions know no resource, or are asked for all there are.
    Resource: "*",
  },
  {
    Sid: "LinkedRole",
    Effect: "Allow",
    Action: ["iam:CreateServiceLinkedRole"],
    // Of the first load balancer of an account AWS makes this role.
    Resource: "arn:aws:iam::*:role/aws-service-role/elasticloadbalancing.amazonaws.com/*",
    Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
  },
];

const securityGroups = (cluster: string): readonly PolicyStatement[] => [
  {
    Sid: "OpenNodesForLoadBalancers",
    Effect: "Allow",
    Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
    // The nodes' group is EKS' own and has no tag of the controller.
    Resource: SECURITY_GROUPS,
  },
  {
    Sid: "MakeSecurityGroup",
    Effect: "Allow",
    Action: ["ec2:CreateSecurityGroup"],
    Resource: [SECURITY_GROUPS, "arn:aws:ec2:*:*:vpc/*"],
  },
  {
    Sid: "MarkNewSecurityGroup",
    Effect: "Allow",
    Action: ["ec2:CreateTags"],
    Resource: SECURITY_GROUPS,
    Condition: {
      StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", ...requested(cluster) },
    },
  },
  {
    Sid: "ChangeOwnSecurityGroups",
    Effect: "Allow",
    Action: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"],
    Resource: SECURITY_GROUPS,
    Condition: { StringEquals: existing(cluster) },
  },
];

const loadBalancers = (cluster: string): readonly PolicyStatement[] => [
  {
    Sid: "MakeLoadBalancers",
    Effect: "Allow",
    Action: [
      "elasticloadbalancing:CreateLoadBalancer",
      "elasticloadbalancing:CreateTargetGroup",
      "elasticloadbalancing:AddTags",
    ],
    Resource: LOAD_BALANCER_ARNS,
    Condition: { StringEquals: requested(cluster) },
  },
  {
    Sid: "ChangeOwnLoadBalancers",
    Effect: "Allow",
    Action: [
      "AddTags",
      "DeleteLoadBalancer",
      "DeleteTargetGroup",
      "DeregisterTargets",
      "ModifyCapacityReservation",
      "ModifyIpPools",
      "ModifyLoadBalancerAttributes",
      "ModifyTargetGroup",
      "ModifyTargetGroupAttributes",
      "RegisterTargets",
      "RemoveTags",
      "SetIpAddressType",
      "SetSecurityGroups",
      "SetSubnets",
    ].map((action) => `elasticloadbalancing:${action}`),
    Resource: LOAD_BALANCER_ARNS,
    Condition: { StringEquals: existing(cluster) },
  },
  {
    Sid: "Listeners",
    Effect: "Allow",
    Action: [
      "AddListenerCertificates",
      "CreateListener",
      "CreateRule",
      "DeleteListener",
      "DeleteRule",
      "ModifyListener",
      "ModifyListenerAttributes",
      "ModifyRule",
      "RemoveListenerCertificates",
      "SetRulePriorities",
      "SetWebAcl",
    ].map((action) => `elasticloadbalancing:${action}`),
    // Listeners are known by their load balancer; not all of these actions can be told by a tag.
    Resource: [...LOAD_BALANCER_ARNS, ...LISTENER_ARNS],
  },
  {
    Sid: "MarkListeners",
    Effect: "Allow",
    Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
    Resource: LISTENER_ARNS,
  },
];
