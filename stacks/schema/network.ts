import { z } from "zod";
import { section, wholeNumber } from "./text";

const RANGE = new RegExp(`${z.regexes.cidrv4.source}|${z.regexes.cidrv6.source}`);
/** A range that is everything would shut instances off from the internet. */
const PART = new RegExp(`^(?!.*/0$)(?:${RANGE.source})`);

const listOf = (range: RegExp, expected: string) =>
  z.array(z.string(expected).regex(range, expected), expected).min(1, expected);

const FORM = "in a list, such as [10.0.0.0/16]";

/** The addresses of one part of a cluster. */
const partOfCluster = () => listOf(PART, `address ranges ${FORM}, none of them everything`);

export const clusterNetwork = section({
  pods: partOfCluster().describe("Ranges that pods get their addresses from."),
  services: partOfCluster().describe("Ranges that Services get their cluster IPs from."),
  nodes: partOfCluster().describe(
    "Ranges of the nodes and all else in their private network: those of the VPC.",
  ),
}).describe(
  "Where the cluster's own addresses lie, IPv4 or IPv6. Instances reach the internet, and nothing in these ranges but what " +
    "docs/isolation.md names. A range may stand in several lists.",
);

const cidrs = listOf(RANGE, `address ranges ${FORM}`).describe(
  "Address ranges of the server, or of the subnets that it may move in.",
);

export const serverNetwork = section({ cidrs });

const port = () => wholeNumber(1, 65_535);

export const mongodbNetwork = section({
  cidrs,
  ports: section({
    from: port().describe("The first port."),
    to: port().describe("The last port."),
  })
    .optional()
    .describe(
      "Ports of the server, for an Atlas private endpoint, which has one for each node. Without it: those of `host`, " +
        "which are 27017 where it names none.",
    ),
});
