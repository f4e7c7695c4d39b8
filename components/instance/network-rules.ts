import type { ClusterNetwork } from "../cluster/settings";
import type { PortRange, ServerNetwork } from "../data/contract";
import type { PodsOf } from "../platform/settings";
import type { Place, UsedServers } from "./used-servers";

/** All that the network of an instance has to do with. */
export interface Surroundings {
  readonly cluster: ClusterNetwork;
  /** The ingress controller. */
  readonly ingress: PodsOf;
  /** What collects metrics. @default - nothing may */
  readonly monitoring?: PodsOf;
  /** The servers that all instances use, beside what is on the internet. */
  readonly servers: readonly ServerNetwork[];
}

/** A NetworkPolicy without what every one of them has, in plain values: arrays are as the provider takes them. */
export interface PolicySpec {
  podSelector: Selector;
  policyTypes: Direction[];
  ingress?: { from: Peer[]; ports?: Port[] }[];
  egress?: { to: Peer[]; ports?: Port[] }[];
}

type Direction = "Ingress" | "Egress";

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}

interface Port {
  protocol: "TCP" | "UDP";
  port: number;
  endPort?: number;
}

const APP = "app.kubernetes.io/name";

/** On the pods that answer the challenges of a certificate authority: https://cert-manager.io/docs/configuration/acme/http01/ */
const SOLVER = "acme.cert-manager.io/http01-solver";
const SOLVER_PORT = 8089;

/** The pods of Tutor and its plugins that Ingresses lead to, and the ports that any of them listens at. */
const WEB = {
  apps: ["caddy", "cms", "lms", "meilisearch", "mfe", "notes"],
  ports: [80, 7700, 8000, 8002],
};

/**
 * Link-local and unique local addresses: never on the internet. Clouds keep machine credentials there, at
 * 169.254.169.254 and fd00:ec2::254.
 */
const LOCAL = ["169.254.0.0/16", "fc00::/7", "fe80::/10"];

/** Where NodeLocal DNSCache answers: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
const NODE_LOCAL_DNS = "169.254.20.10/32";

/**
 * The network policies of an instance, by what each is for. Together they select every pod of the namespace for both
 * directions, so what none of them names is refused.
 *
 * - `fence` is for all pods but certificate solvers.
 * - `web` lets the ingress controller, and nobody else from outside, reach the web servers.
 * - `certificates` is for solvers: only the ingress controller reaches them, and they reach nothing.
 */
export function networkRules(
  around: Surroundings,
  uses: UsedServers,
): Record<"fence" | "web" | "certificates", PolicySpec> {
  const controller = podsOf(around.ingress);
  return {
    fence: {
      podSelector: { matchExpressions: [{ key: SOLVER, operator: "DoesNotExist" }] },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [OWN_NAMESPACE, ...(around.monitoring ? [podsOf(around.monitoring)] : [])] },
      ],
      egress: outward(around, uses),
    },
    web: {
      podSelector: { matchExpressions: [{ key: APP, operator: "In", values: WEB.apps }] },
      policyTypes: ["Ingress"],
      ingress: [{ from: [controller], ports: WEB.ports.map(tcp) }],
    },
    certificates: {
      podSelector: { matchLabels: { [SOLVER]: "true" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [controller], ports: [tcp(SOLVER_PORT)] }],
    },
  };
}

const OWN_NAMESPACE: Peer = { podSelector: {} };

function outward(
  { cluster, servers }: Surroundings,
  { own, mail }: UsedServers,
): PolicySpec["egress"] {
  const inside = [...cluster.pods, ...cluster.services, ...LOCAL];
  return [
    { to: [OWN_NAMESPACE] },
    {
      to: [inNamespace("kube-system"), { ipBlock: { cidr: NODE_LOCAL_DNS } }],
      ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
    },
    ...[...servers, ...own].map((server) => ({
      to: peersOf(server),
      ports: server.ports.map(portRange),
    })),
    // A mail server may stand in the private network.
    {
      to: mail.at === undefined ? everywhereBut(inside) : peersOf(mail.at),
      ports: mail.ports.map(tcp),
    },
    { to: everywhereBut([...inside, ...cluster.nodes]), ports: [tcp(443)] },
  ];
}

const peersOf = (place: Place): Peer[] =>
  "namespace" in place
    ? [inNamespace(place.namespace)]
    : place.cidrs.map((cidr) => ({ ipBlock: { cidr } }));

function everywhereBut(ranges: readonly string[]): Peer[] {
  const distinct = [...new Set(ranges)].sort();
  const isIpv6 = (range: string): boolean => range.includes(":");
  return [
    { ipBlock: { cidr: "0.0.0.0/0", except: distinct.filter((range) => !isIpv6(range)) } },
    { ipBlock: { cidr: "::/0", except: distinct.filter(isIpv6) } },
  ];
}

const inNamespace = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

const podsOf = ({ namespace, apps }: PodsOf): Peer => ({
  ...inNamespace(namespace),
  podSelector: { matchExpressions: [{ key: APP, operator: "In", values: [...apps] }] },
});

const tcp = (port: number): Port => ({ protocol: "TCP", port });

const portRange = ({ from, to }: PortRange): Port =>
  from === to ? tcp(from) : { ...tcp(from), endPort: to };
