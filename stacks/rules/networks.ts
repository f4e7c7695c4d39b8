import { BlockList } from "node:net";
import { isAddress, mongodbHosts, webHost } from "../../components/data/network";
import { straightened } from "../../components/shared/cidr";
import { type Path, type Problem, settingPath } from "../problems";
import type { ReadableStack } from "../read";

/** Where pods reach a data server: what the operator wrote of it, and what the address of the server says. */
interface Server {
  readonly section: "mysql" | "mongodb" | "storage";
  /** The setting that names the server. */
  readonly address: "host" | "endpoint";
  readonly hosts: readonly string[];
  readonly cidrs?: readonly string[];
  /** Reached from anywhere on the internet, by the rule that lets instances out. */
  readonly web: boolean;
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
  if (cluster?.kind !== "existing") return [];
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

function serversOf({ mysql, mongodb, storage }: ReadableStack): Server[] {
  const servers: Server[] = [];
  if (mysql?.kind === "external")
    servers.push({
      section: "mysql",
      address: "host",
      hosts: [mysql.host],
      cidrs: mysql.network?.cidrs,
      web: false,
    });
  if (mongodb)
    servers.push({
      section: "mongodb",
      address: "host",
      hosts: mongodbHosts(mongodb.host).hosts,
      cidrs: mongodb.network?.cidrs,
      web: false,
    });
  if (storage?.kind === "s3-compatible") {
    const { host, port } = webHost(storage.endpoint);
    servers.push({
      section: "storage",
      address: "endpoint",
      hosts: [host],
      cidrs: storage.network?.cidrs,
      web: port === 443,
    });
  }
  return servers;
}

function unreachable({ section, address, hosts, cidrs, web }: Server): Problem[] {
  const setting = settingPath([section, address]);
  if (cidrs === undefined) {
    if (web || hosts.every(isAddress)) return [];
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
