import { BlockList } from "node:net";
import { z } from "zod";

/**
 * What Kubernetes says that NetworkPolicies mean (https://kubernetes.io/docs/concepts/services-networking/network-policies/),
 * for connections between pods and with the world outside. No packet is sent.
 *
 * An ipBlock takes every address that it holds, a pod's too. What Kubernetes leaves to the network plugin is so read as
 * what lets more through.
 */

const Selector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});
const Peer = z
  .strictObject({
    podSelector: Selector.optional(),
    namespaceSelector: Selector.optional(),
    ipBlock: z
      .strictObject({ cidr: z.string(), except: z.array(z.string()).default([]) })
      .optional(),
  })
  .refine(
    ({ podSelector, namespaceSelector, ipBlock }) =>
      (ipBlock === undefined) !== (podSelector === undefined && namespaceSelector === undefined),
    "a peer is either an ipBlock or selectors",
  );
const Protocol = z.enum(["TCP", "UDP", "SCTP"]).default("TCP");
const Port = z.strictObject({
  protocol: Protocol,
  port: z.union([z.int(), z.string()]).optional(),
  endPort: z.int().optional(),
});
/** No peers are all peers, and no ports are all ports. */
const peers = z.array(Peer).default([]);
const ports = z.array(Port).default([]);
const Policy = z.looseObject({
  metadata: z.looseObject({ namespace: z.string() }),
  spec: z.strictObject({
    podSelector: Selector.default({ matchLabels: {}, matchExpressions: [] }),
    policyTypes: z.array(z.enum(["Ingress", "Egress"])).optional(),
    ingress: z.array(z.strictObject({ from: peers, ports })).optional(),
    egress: z.array(z.strictObject({ to: peers, ports })).optional(),
  }),
});

type Selector = z.output<typeof Selector>;
type Peer = z.output<typeof Peer>;
type Port = z.output<typeof Port>;
type Policy = z.output<typeof Policy>;

export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ip: string;
  /** Ports that have a name. @default - none */
  readonly named?: Readonly<Record<string, { readonly protocol: string; readonly port: number }>>;
}

/** A pod, or an address outside of the cluster. */
export type End = Pod | { readonly ip: string };

export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

export interface NetworkOptions {
  /** Labels of namespaces beside their names. @default - none */
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The policies of a cluster, as objects of its API. */
export class Network {
  private readonly policies: readonly Policy[];

  /** @throws Error if one of them is no NetworkPolicy, or has fields that are not evaluated here */
  constructor(
    policies: readonly unknown[],
    private readonly options: NetworkOptions = {},
  ) {
    this.policies = policies.map((policy) => Policy.parse(policy));
  }

  /** Whether the sender may open the connection, and the receiver take it. */
  allows(connection: Connection): boolean {
    const { from, to } = connection;
    return (
      (!isPod(from) || this.passes("Egress", from, to, connection)) &&
      (!isPod(to) || this.passes("Ingress", to, from, connection))
    );
  }

  /** A pod that no policy selects for a direction takes everything in it; else one of them must allow it. */
  private passes(direction: Direction, pod: Pod, other: End, connection: Connection): boolean {
    const selecting = this.policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.namespace &&
        directionsOf(spec).includes(direction) &&
        matches(spec.podSelector, pod.labels),
    );
    if (selecting.length === 0) return true;
    return selecting.some(({ spec }) =>
      rulesOf(spec, direction).some(
        (rule) =>
          any(rule.peers, (peer) => this.isPeer(peer, other, pod.namespace)) &&
          any(rule.ports, (port) => isPort(port, connection)),
      ),
    );
  }

  private isPeer(
    { podSelector, namespaceSelector, ipBlock }: Peer,
    end: End,
    ownNamespace: string,
  ): boolean {
    if (ipBlock !== undefined)
      return holds(ipBlock.cidr, end.ip) && !ipBlock.except.some((range) => holds(range, end.ip));
    if (!isPod(end)) return false;
    const inNamespace =
      namespaceSelector === undefined
        ? end.namespace === ownNamespace
        : matches(namespaceSelector, this.labelsOfNamespace(end.namespace));
    return inNamespace && (podSelector === undefined || matches(podSelector, end.labels));
  }

  private labelsOfNamespace(name: string): Readonly<Record<string, string>> {
    return { ...this.options.namespaceLabels?.[name], "kubernetes.io/metadata.name": name };
  }
}

type Direction = "Ingress" | "Egress";

const isPod = (end: End): end is Pod => "labels" in end;

const any = <Item>(items: readonly Item[], test: (item: Item) => boolean): boolean =>
  items.length === 0 || items.some(test);

const directionsOf = ({ policyTypes, egress }: Policy["spec"]): readonly Direction[] =>
  policyTypes ?? [
    "Ingress",
    ...(egress === undefined || egress.length === 0 ? [] : (["Egress"] as const)),
  ];

const rulesOf = (
  { ingress = [], egress = [] }: Policy["spec"],
  direction: Direction,
): readonly { readonly peers: readonly Peer[]; readonly ports: readonly Port[] }[] =>
  direction === "Ingress"
    ? ingress.map((rule) => ({ peers: rule.from, ports: rule.ports }))
    : egress.map((rule) => ({ peers: rule.to, ports: rule.ports }));

function matches(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  const equal = Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value);
  return (
    equal &&
    selector.matchExpressions.every(({ key, operator, values }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const isOne = value !== undefined && values.includes(value);
      return operator === "In" ? isOne : !isOne;
    })
  );
}

/** A port with a name is one of the pod that takes the connection; an address has none. */
function isPort(allowed: Port, { to, port, protocol = "TCP" }: Connection): boolean {
  if (allowed.protocol !== protocol) return false;
  if (allowed.port === undefined) return true;
  if (typeof allowed.port === "number")
    return port >= allowed.port && port <= (allowed.endPort ?? allowed.port);
  const named = isPod(to) ? to.named?.[allowed.port] : undefined;
  return named?.port === port && named.protocol === protocol;
}

const familyOf = (address: string): "ipv4" | "ipv6" => (address.includes(":") ? "ipv6" : "ipv4");

function holds(range: string, address: string): boolean {
  if (familyOf(range) !== familyOf(address)) return false;
  const [first = "", length = ""] = range.split("/");
  const list = new BlockList();
  list.addSubnet(first, Number(length), familyOf(range));
  return list.check(address, familyOf(address));
}
