import { BlockList } from "node:net";
import { mongodbHosts } from "../../components/data/network";
import { placeOf } from "../../components/instance/used-servers";
import { isAddress, webHost } from "../../components/shared/addresses";
import { straightened } from "../../components/shared/cidr";
import { type Path, type Problem, settingPath } from "../problems";
import type { ReadableStack } from "../read";

/** Where pods reach a server: what the operator wrote of it, and what the address of the server says. */
interface Server {
  readonly section: "mysql" | "mongodb" | "storage" | "redis" | "meilisearch";
  /** The setting that names the server. */
  readonly address: "host" | "endpoint" | "url";
  readonly hosts: readonly string[];
  readonly cidrs?: readonly string[];
  /** Reached by its name alone: on the internet, by the rule that lets instances out, or as a Service of the cluster. */
  readonly byName: boolean;
}

/** Address ranges that are none, or do not lead where the instances have to go. */
export const networkProblems = (stack: ReadableStack): Problem[] => [
  ...crookedRanges(stack),
  ...serversOf(stack).flatMap(unreachable),
  ...backwardPorts(stack),
];

function crookedRanges(stack: ReadableStack): Problem[] {
  const lists: [Path, readonly string[]][] = [
    ...clusterRanges(stack),
    ...serversOf(stack).map(({ section, cidrs = [] }): [Path, readonly string[]] => [
      [section, "network", "cidrs"],
      cidrs,
    ]),
  ];
  return lists.flatMap(([path, ranges]) =>
    ranges.flatMap((range, index) => {
      const right = straight(range);
      if (right === range) return [];
      return [
        {
          path: [...path, index],
          problem: `is "${range}", whose address is not the first of its range`,
          fix: `Write ${right}, or /32 for this one address.`,
        },
      ];
    }),
  );
}

function clusterRanges({ cluster }: ReadableStack): [Path, readonly string[]][] {
  if (cluster === undefined || !("network" in cluster)) return [];
  const { pods, services, nodes } = cluster.network;
  return [
    [["cluster", "network", "pods"], pods],
    [["cluster", "network", "services"], services],
    [["cluster", "network", "nodes"], nodes],
  ];
}

/** An IPv4 range with the first of its addresses; any other range as it is. */
function straight(range: string): string {
  const [address = ""] = range.split("/");
  return isAddress(address) ? straightened(range) : range;
}

function serversOf(stack: ReadableStack): Server[] {
  const { mysql, mongodb, storage } = stack;
  const servers: Server[] = [];
  if (mysql?.kind === "external")
    servers.push({
      section: "mysql",
      address: "host",
      hosts: [mysql.host],
      cidrs: mysql.network?.cidrs,
      byName: false,
    });
  if (mysql && "existing" in mysql && mysql.network)
    servers.push({
      section: "mysql",
      address: "host",
      hosts: [],
      cidrs: mysql.network.cidrs,
      byName: false,
    });
  if (mongodb)
    servers.push({
      section: "mongodb",
      address: "host",
      hosts: hostsOf(mongodb),
      cidrs: "network" in mongodb ? mongodb.network?.cidrs : undefined,
      byName: false,
    });
  if (storage?.kind === "s3-compatible") {
    const { host, port } = webHost(storage.endpoint);
    servers.push({
      section: "storage",
      address: "endpoint",
      hosts: [host],
      cidrs: storage.network?.cidrs,
      byName: port === 443,
    });
  }
  return [...servers, ...servicesOf(stack)];
}

/** None where the server is not made yet, or only its cloud knows them. */
const hostsOf = (mongodb: NonNullable<ReadableStack["mongodb"]>): readonly string[] =>
  mongodb.kind === "digitalocean" || mongodb.host === undefined
    ? []
    : mongodbHosts(mongodb.host).hosts;

/** Shared services, of which a Service of the cluster says by its name where it is. */
const servicesOf = ({ redis, meilisearch }: ReadableStack): Server[] => {
  const servers: Server[] = [];
  if (redis?.kind === "shared") {
    const { host, network } = redis;
    const cidrs = network?.cidrs;
    servers.push({
      section: "redis",
      address: "host",
      hosts: [host],
      cidrs,
      byName: isService(host),
    });
  }
  if (meilisearch?.kind === "shared") {
    const { host, port } = webHost(meilisearch.url);
    const cidrs = meilisearch.network?.cidrs;
    const byName = port === 443 || isService(host);
    servers.push({ section: "meilisearch", address: "url", hosts: [host], cidrs, byName });
  }
  return servers;
};

const isService = (host: string): boolean => "namespace" in (placeOf(host) ?? {});

function unreachable({ section, address, hosts, cidrs, byName }: Server): Problem[] {
  const setting = settingPath([section, address]);
  if (cidrs === undefined) {
    if (byName || hosts.every(isAddress)) return [];
    const name = hosts.find((host) => !isAddress(host)) ?? "";
    return [
      {
        path: [section, "network"],
        problem: `is missing, while ${setting} has the name ${name}`,
        fix:
          "Write the address ranges where instances reach the server, which reach no other, for example " +
          "network: { cidrs: [10.0.5.0/24] }.",
      },
    ];
  }
  const outside = hosts.find((host) => isAddress(host) && !within(host, cidrs));
  if (outside === undefined) return [];
  return [
    {
      path: [section, "network", "cidrs"],
      problem: `has no range with ${outside}, which is in ${setting}`,
      fix: `Add ${outside}/32, or the subnet that it is in.`,
    },
  ];
}

function within(address: string, cidrs: readonly string[]): boolean {
  const ranges = new BlockList();
  for (const cidr of cidrs) {
    const [first = "", length = ""] = cidr.split("/");
    ranges.addSubnet(first, Number(length), isAddress(first) ? "ipv4" : "ipv6");
  }
  return ranges.check(address);
}

function backwardPorts({ mongodb }: ReadableStack): Problem[] {
  const ports = mongodb?.kind === "atlas" ? mongodb.network?.ports : undefined;
  if (ports === undefined || ports.from <= ports.to) return [];
  return [
    {
      path: ["mongodb", "network", "ports"],
      problem: `is ${ports.from} to ${ports.to}, which is backward`,
      fix: "Write the lower port as from, the higher one as to.",
    },
  ];
}
