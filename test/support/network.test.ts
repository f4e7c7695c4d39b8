import { describe, expect, it } from "vitest";
import { Network, type Pod } from "./network";

const pod = (namespace: string, app: string, ip: string): Pod => ({
  namespace,
  labels: { app },
  ip,
});
const [web, database, other] = [
  pod("a", "web", "10.0.0.1"),
  pod("a", "database", "10.0.0.2"),
  pod("b", "web", "10.0.1.1"),
];
const outside = { ip: "203.0.113.9" };

const policy = (spec: object, namespace = "a") => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "p", namespace },
  spec,
});
const network = (...specs: readonly object[]) => new Network(specs.map((spec) => policy(spec)));
const app = (name: string) => ({ matchLabels: { app: name } });
const all = { podSelector: {} };
const ingress = (rule: object, more: object = {}) =>
  network({ ...all, policyTypes: ["Ingress"], ingress: [rule], ...more });
const egress = (rule: object) => network({ ...all, policyTypes: ["Egress"], egress: [rule] });
const on = (port: number, protocol?: "TCP" | "UDP") => ({ port, protocol });

describe("a pod that no policy selects", () => {
  it("takes everything, and reaches everything", () => {
    const free = new Network([policy({ ...all, policyTypes: ["Ingress", "Egress"] }, "c")]);
    expect(free.allows({ from: web, to: other, ...on(80) })).toBe(true);
    expect(free.allows({ from: outside, to: web, ...on(80) })).toBe(true);
    expect(free.allows({ from: web, to: outside, ...on(80) })).toBe(true);
  });
});

describe("a policy", () => {
  it("without rules refuses its directions, and no other", () => {
    const deaf = network({ ...all, policyTypes: ["Ingress"] });
    expect(deaf.allows({ from: database, to: web, ...on(80) })).toBe(false);
    expect(deaf.allows({ from: web, to: other, ...on(80) })).toBe(true);
    const mute = network({ ...all, policyTypes: ["Egress"] });
    expect(mute.allows({ from: web, to: outside, ...on(80) })).toBe(false);
    expect(mute.allows({ from: outside, to: web, ...on(80) })).toBe(true);
  });

  it("without directions has that of incoming connections, and the other where it has rules for it", () => {
    const one = network({ podSelector: {} });
    expect(one.allows({ from: outside, to: web, ...on(80) })).toBe(false);
    expect(one.allows({ from: web, to: outside, ...on(80) })).toBe(true);
    const both = network({ podSelector: {}, egress: [{ ports: [{ port: 53 }] }] });
    expect(both.allows({ from: web, to: outside, ...on(53) })).toBe(true);
    expect(both.allows({ from: web, to: outside, ...on(80) })).toBe(false);
  });

  it("holds in its namespace for the pods that it selects", () => {
    const one = network({ podSelector: app("database"), policyTypes: ["Ingress"] });
    expect(one.allows({ from: other, to: database, ...on(80) })).toBe(false);
    expect(one.allows({ from: other, to: web, ...on(80) })).toBe(true);
    expect(one.allows({ from: web, to: pod("b", "database", "10.0.1.2"), ...on(80) })).toBe(true);
  });

  it("adds to what others allow", () => {
    const closed = { ...all, policyTypes: ["Ingress"] };
    const open = { podSelector: app("web"), policyTypes: ["Ingress"], ingress: [{}] };
    expect(network(closed, open).allows({ from: other, to: web, ...on(80) })).toBe(true);
    expect(network(closed, open).allows({ from: other, to: database, ...on(80) })).toBe(false);
  });

  it("needs both the sender's and the receiver's leave", () => {
    const rules = [
      policy({ ...all, policyTypes: ["Egress"], egress: [{ to: [{ namespaceSelector: {} }] }] }),
      policy({ ...all, policyTypes: ["Ingress"], ingress: [{ from: [all] }] }, "b"),
    ];
    expect(new Network(rules.slice(0, 1)).allows({ from: web, to: other, ...on(80) })).toBe(true);
    expect(new Network(rules).allows({ from: web, to: other, ...on(80) })).toBe(false);
  });
});

describe("a peer", () => {
  const labelled = { namespaceLabels: { b: { team: "red" } } };
  const from = (...peers: readonly object[]) =>
    new Network(
      [policy({ ...all, policyTypes: ["Ingress"], ingress: [{ from: peers }] })],
      labelled,
    );
  const red = { namespaceSelector: { matchLabels: { team: "red" } } };

  it("by pods is of the same namespace", () => {
    const own = from({ podSelector: app("web") });
    expect(own.allows({ from: web, to: database, ...on(80) })).toBe(true);
    expect(own.allows({ from: other, to: database, ...on(80) })).toBe(false);
    expect(own.allows({ from: outside, to: database, ...on(80) })).toBe(false);
  });

  it("by pods and namespace in one must be both; in two, either", () => {
    const redDatabase = pod("b", "database", "10.0.1.2");
    const both = from({ ...red, podSelector: app("web") });
    expect(both.allows({ from: other, to: database, ...on(80) })).toBe(true);
    expect(both.allows({ from: redDatabase, to: database, ...on(80) })).toBe(false);
    expect(both.allows({ from: web, to: database, ...on(80) })).toBe(false);
    const either = from(red, { podSelector: app("web") });
    expect(either.allows({ from: redDatabase, to: database, ...on(80) })).toBe(true);
    expect(either.allows({ from: web, to: database, ...on(80) })).toBe(true);
    expect(either.allows({ from: database, to: database, ...on(80) })).toBe(false);
  });

  it("by the name of its namespace needs no label of ours", () => {
    const named = from({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "b" } },
    });
    expect(named.allows({ from: other, to: web, ...on(80) })).toBe(true);
    expect(named.allows({ from: pod("c", "web", "10.0.2.1"), to: web, ...on(80) })).toBe(false);
  });

  it.each([
    ["In", ["web", "cms"], true, false],
    ["NotIn", ["web"], false, true],
    ["Exists", [], true, false],
    ["DoesNotExist", [], false, true],
  ])("by expression: %s %j", (operator, values, labelledPod, unlabelled) => {
    const some = from({ podSelector: { matchExpressions: [{ key: "app", operator, values }] } });
    const bare: Pod = { namespace: "a", labels: {}, ip: "10.0.0.3" };
    expect(some.allows({ from: web, to: database, ...on(80) })).toBe(labelledPod);
    expect(some.allows({ from: bare, to: database, ...on(80) })).toBe(unlabelled);
  });

  it("by range takes what is in it, but for its exceptions, and pods too", () => {
    const most = egress({ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.1.0/24"] } }] });
    expect(most.allows({ from: web, to: outside, ...on(80) })).toBe(true);
    expect(most.allows({ from: web, to: other, ...on(80) })).toBe(false);
    expect(most.allows({ from: web, to: database, ...on(80) })).toBe(true);
    expect(most.allows({ from: web, to: { ip: "2001:db8::1" }, ...on(80) })).toBe(false);
    const six = egress({ to: [{ ipBlock: { cidr: "::/0", except: ["fc00::/7"] } }] });
    expect(six.allows({ from: web, to: { ip: "2001:db8::1" }, ...on(80) })).toBe(true);
    expect(six.allows({ from: web, to: { ip: "fd00:ec2::254" }, ...on(80) })).toBe(false);
    expect(six.allows({ from: web, to: outside, ...on(80) })).toBe(false);
  });

  it("that is left out is everybody", () => {
    expect(ingress({ ports: [{ port: 80 }] }).allows({ from: outside, to: web, ...on(80) })).toBe(
      true,
    );
    expect(ingress({ from: [] }).allows({ from: other, to: web, ...on(80) })).toBe(true);
  });
});

describe("a port", () => {
  it("is of one protocol, TCP unless it says so", () => {
    const one = ingress({ ports: [{ port: 53 }] });
    expect(one.allows({ from: web, to: database, ...on(53) })).toBe(true);
    expect(one.allows({ from: web, to: database, ...on(53, "UDP") })).toBe(false);
    const udp = ingress({ ports: [{ protocol: "UDP" }] });
    expect(udp.allows({ from: web, to: database, ...on(7, "UDP") })).toBe(true);
    expect(udp.allows({ from: web, to: database, ...on(7) })).toBe(false);
  });

  it("may be a range", () => {
    const some = ingress({ ports: [{ port: 1024, endPort: 1026 }] });
    const allowed = [1023, 1024, 1026, 1027].map((port) =>
      some.allows({ from: web, to: database, port }),
    );
    expect(allowed).toEqual([false, true, true, false]);
  });

  it("may have a name, which the pod that takes the connection gives it", () => {
    const named = ingress({ ports: [{ port: "http" }] });
    const server: Pod = { ...web, named: { http: { protocol: "TCP", port: 8000 } } };
    expect(named.allows({ from: database, to: server, ...on(8000) })).toBe(true);
    expect(named.allows({ from: database, to: server, ...on(80) })).toBe(false);
    expect(named.allows({ from: database, to: web, ...on(8000) })).toBe(false);
  });
});

describe("what is no policy", () => {
  it.each([
    ["an unknown field", { ...all, ingres: [] }],
    [
      "a peer of two kinds",
      { ...all, ingress: [{ from: [{ ...all, ipBlock: { cidr: "::/0" } }] }] },
    ],
    [
      "a peer of no kind, as is left when a serializer drops its fields",
      { ...all, ingress: [{ from: [{}] }] },
    ],
  ])("is refused: %s", (_, spec) => {
    expect(() => network(spec)).toThrow();
  });
});
