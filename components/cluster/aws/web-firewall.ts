import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { WebAcl } from "@pulumi/aws/wafv2/webAcl";
import { WebAclLoggingConfiguration } from "@pulumi/aws/wafv2/webAclLoggingConfiguration";
import type { AwsOptions } from "./contract";
import type { WebFirewallSettings } from "./settings";

/**
 * Groups of rules that AWS keeps itself, and those of their rules that only count: authors of courses upload large
 * files and write HTML, which the common rules take for an attack.
 * Of https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const MANAGED_GROUPS = [
  { group: "AWSManagedRulesAmazonIpReputationList", counting: [] },
  { group: "AWSManagedRulesKnownBadInputsRuleSet", counting: [] },
  {
    group: "AWSManagedRulesCommonRuleSet",
    counting: ["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericRFI_BODY"],
  },
] as const;

const LOG_DAYS = 30;

/** A firewall for load balancers of the kind ALB: it lets everything in that no rule is against. */
export function createWebFirewall(
  name: string,
  clusterName: string,
  settings: WebFirewallSettings,
  opts: AwsOptions,
): WebAcl {
  const limit = {
    name: "rate-limit",
    priority: 0,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: "IP",
        evaluationWindowSec: 300,
        limit: settings.rateLimit,
      },
    },
    visibilityConfig: seenAs("rate-limit"),
  };
  const managed = MANAGED_GROUPS.map(({ group, counting }, index) => ({
    name: group,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ruleActionOverrides: counting.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: seenAs(group),
  }));
  const firewall = new WebAcl(
    `${name}-web-firewall`,
    {
      name: clusterName,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [limit, ...managed],
      visibilityConfig: seenAs(clusterName),
    },
    opts,
  );
  log(name, { clusterName, firewall }, opts);
  return firewall;
}

function log(
  name: string,
  args: { readonly clusterName: string; readonly firewall: WebAcl },
  opts: AwsOptions,
): void {
  const logs = new LogGroup(
    `${name}-web-firewall-logs`,
    // AWS takes no name that begins otherwise.
    { name: `aws-waf-logs-${args.clusterName}`, retentionInDays: LOG_DAYS },
    opts,
  );
  new WebAclLoggingConfiguration(
    `${name}-web-firewall-logging`,
    {
      resourceArn: args.firewall.arn,
      logDestinationConfigs: [logs.arn],
      // Who is logged in is nobody's business who reads logs.
      redactedFields: ["authorization", "cookie"].map((header) => ({
        singleHeader: { name: header },
      })),
    },
    opts,
  );
}

const seenAs = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});
