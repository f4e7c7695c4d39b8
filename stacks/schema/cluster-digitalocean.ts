import { z } from "zod";
import {
  apiCidrs,
  client,
  deletionProtection,
  domain,
  environment,
  ipv4Range,
  name,
  runner,
} from "./cluster-common";
import { region } from "./digitalocean-common";
import { DAYS, fullHour } from "./windows";
import { flag, oneOf, section, text, wholeNumber } from "./text";

const maintenance = section({
  day: oneOf([...DAYS, "any"])
    .default("sunday")
    .describe("Day of the week, or `any`."),
  startTime: fullHour().default("02:00").describe("When it begins, in UTC."),
});

/** What one network takes at most is 10,000: https://docs.digitalocean.com/products/networking/vpc/details/limits/ */
const MOST_NODES = 1000;

const pool = section({
  size: text(
    /^(?:c-[0-9]+|[a-z][a-z0-9_]*-[0-9]+vcpu-[0-9]+gb)(?:-[a-z0-9]+)*$/,
    "the slug of a Droplet size, for example s-4vcpu-8gb; `doctl kubernetes options sizes` lists them",
  ).describe(
    "Slug of a Droplet size, as `doctl kubernetes options sizes` lists them. Another one means another pool, which is made " +
      "before the old one goes.",
  ),
  // The autoscaler leaves one: https://docs.digitalocean.com/products/kubernetes/details/limits/
  min: wholeNumber(1, MOST_NODES).describe("The fewest nodes."),
  max: wholeNumber(1, MOST_NODES).describe(
    "The most nodes that the autoscaler makes. As many as `min`: there is no autoscaler.",
  ),
});

const POOL_NAME = "a pool name of at most 20 lower-case letters, digits and hyphens";

export const digitaloceanCluster = section({
  kind: z
    .literal("digitalocean")
    .describe(
      "`digitalocean`: a cluster on DigitalOcean Kubernetes with a network of its own, which the stack makes; see " +
        "docs/clouds.md. The token comes from the environment, `DIGITALOCEAN_ACCESS_TOKEN`.",
    ),
  name,
  environment,
  domain,
  region: region(),
  vpcCidr: ipv4Range("a private IPv4 range such as 10.30.0.0/20").describe(
    "For `digitalocean`: range of the network, /16 to /24, for nodes and data servers. No other network of the account may " +
      "overlap it. It never changes.",
  ),
  vpc: section({
    existing: text(
      /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      "the UUID of a network; `doctl vpcs list` lists them",
    ).describe("For `digitalocean`: UUID of the network. Its range is `vpcCidr`."),
  })
    .optional()
    .describe(
      "A network that is there already, which the cluster is made in. It is used and never changed or deleted; see docs/clouds.md. " +
        "Without it: the stack makes one.",
    ),
  // Each node gets a part of it, so that a smaller one would end with a few nodes.
  podCidr: ipv4Range("a private IPv4 range such as 10.32.0.0/16").describe(
    "Only for `digitalocean`: range that pods get their addresses from, /12 to /20. No other network or cluster of the account " +
      "may overlap it. It never changes.",
  ),
  serviceCidr: ipv4Range("a private IPv4 range such as 10.33.0.0/19").describe(
    "For `digitalocean`: range that Services get their cluster IPs from, /12 to /24; no other network or cluster of the account " +
      "may overlap it. It never changes.",
  ),
  apiAccess: oneOf(["public", "cidrs"]).describe(
    "For `digitalocean`: anywhere with a login (`public`), or the ranges of `apiCidrs` (`cidrs`).",
  ),
  apiCidrs,
  runner,
  kubernetesVersion: text(
    /^1\.[3-9][0-9]\.[0-9]+-do\.[0-9]+$/,
    "the slug of a version, for example 1.34.1-do.1; `doctl kubernetes options versions` lists them",
  ).describe(
    "For `digitalocean`: slug of the version, as `doctl kubernetes options versions` lists them. It goes up one minor version " +
      "at a time, and never down: a lower one would be another cluster.",
  ),
  autoUpgrade: flag()
    .default(false)
    .describe(
      "Only for `digitalocean`: whether DigitalOcean brings patch versions in the maintenance window. `kubernetesVersion` then " +
        "counts for a new cluster only.",
    ),
  highAvailability: flag()
    .default(true)
    .describe(
      "Only for `digitalocean`: whether the control plane has more than one server, for a price. It cannot be turned off again.",
    ),
  maintenance: maintenance
    .prefault({})
    .describe("Only for `digitalocean`: when it upgrades the cluster."),
  // The cluster always has this pool: https://docs.digitalocean.com/products/kubernetes/details/limits/
  baseNodes: wholeNumber(1, 10)
    .default(2)
    .describe(
      "Only for `digitalocean`: how many small nodes (s-2vcpu-4gb) there are beside those of `pools`, for what every cluster runs.",
    ),
  pools: z
    .record(
      text(/^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/, POOL_NAME),
      pool,
      "pools of nodes by name, as in stacks/Pulumi.example-digitalocean.yaml",
    )
    .describe("Only for `digitalocean`: pools of nodes by name, at least one."),
  deletionProtection,
  client,
});
