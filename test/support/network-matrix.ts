import { expect, it } from "vitest";
import type { End, Network, Pod } from "./network";

/** What runs in the namespace of an instance, and where it listens; workers and jobs listen nowhere. */
const PODS = {
  caddy: { app: "caddy", port: 80 },
  cms: { app: "cms", port: 8000 },
  "cms-worker": { app: "cms-worker", port: 8000 },
  job: { app: undefined, port: 8000 },
  lms: { app: "lms", port: 8000 },
  "lms-worker": { app: "lms-worker", port: 8000 },
  meilisearch: { app: "meilisearch", port: 7700 },
  mfe: { app: "mfe", port: 8002 },
  notes: { app: "notes", port: 8000 },
  redis: { app: "redis", port: 6379 },
  smtp: { app: "smtp", port: 8025 },
  solver: { app: undefined, port: 8089 },
} as const;

type Kind = keyof typeof PODS;
const KINDS = Object.keys(PODS).filter((name): name is Kind => name in PODS);

/** A pod of an instance; the place of the instance among the others gives it an address of its own. */
function podOf(namespace: string, place: number, kind: Kind): Pod {
  const { app } = PODS[kind];
  const solver = kind === "solver" && { "acme.cert-manager.io/http01-solver": "true" };
  const labels = { ...(app !== undefined && { "app.kubernetes.io/name": app }), ...solver };
  return { namespace, labels, ip: `10.244.${place}.${KINDS.indexOf(kind) + 1}` };
}

const elsewhere = (namespace: string, app: string, place: number): Pod => ({
  namespace,
  labels: { "app.kubernetes.io/name": app },
  ip: `10.244.200.${place}`,
});

const CONTROLLER = elsewhere("ingress-nginx", "ingress-nginx", 1);
const PROMETHEUS = elsewhere("monitoring", "prometheus", 2);
const DNS = elsewhere("kube-system", "coredns", 3);

/** Pods that have no business with an instance, those that look like others among them. */
const STRANGERS: Readonly<Record<string, Pod>> = {
  "a pod beside the ingress controller": elsewhere("ingress-nginx", "debug", 4),
  "a pod labelled like the ingress controller": elsewhere("default", "ingress-nginx", 5),
  "a pod labelled like Prometheus": elsewhere("default", "prometheus", 6),
  "a pod beside Prometheus": elsewhere("monitoring", "grafana", 7),
  "Argo CD": elsewhere("argocd", "argocd-server", 8),
  "cert-manager": elsewhere("cert-manager", "cert-manager", 9),
};

const at = (ip: string): End => ({ ip });

/**
 * What the policies of a cluster like that of `sampleSettings` and of the sandbox let through, told by trying: pods of
 * the range 10.244.0.0/16, nodes of 10.10.0.0/16.
 */
export function itFencesInstances(
  network: () => Network,
  slugs: readonly string[],
  around: {
    readonly servers: readonly { readonly ip: string; readonly port: number }[];
    /** The cluster IP of the Service `kubernetes`. */
    readonly apiServer: string;
  },
): void {
  const pods = (slug: string) =>
    KINDS.map((kind) => ({ kind, pod: podOf(slug, slugs.indexOf(slug), kind) }));
  const everyPod = slugs.flatMap((slug) => pods(slug).map((each) => ({ slug, ...each })));
  const tries = (from: End, to: End, port: number, protocol?: "UDP") =>
    network().allows({ from, to, port, protocol });
  /** The kinds of pods of every instance of which something is true. */
  const kindsThat = (is: (pod: Pod, kind: Kind) => boolean): readonly string[] => {
    const each = slugs.map((slug) => pods(slug).filter(({ kind, pod }) => is(pod, kind)));
    const [first = [], ...others] = each.map((list) => list.map(({ kind }) => kind));
    others.forEach((list) => expect(list).toEqual(first));
    return first;
  };
  const all = KINDS.filter((kind) => kind !== "solver");

  it("no pod of an instance reaches any pod of another, at any port", () => {
    expect(slugs.length).toBe(3);
    const ports = [
      ...new Set(KINDS.map((kind) => PODS[kind].port)),
      22,
      53,
      443,
      3306,
      27017,
      587,
      25,
    ];
    const across = everyPod.flatMap((one) =>
      everyPod
        .filter(({ slug }) => slug !== one.slug)
        .flatMap((other) => ports.map((port) => ({ one, other, port }))),
    );
    expect(across.length).toBe(6 * KINDS.length ** 2 * ports.length);
    expect(across.filter(({ one, other, port }) => tries(one.pod, other.pod, port))).toEqual([]);
  });

  it("the pods of an instance reach each other at every port, but for certificate solvers", () => {
    const pairs = (reached: boolean) =>
      slugs.flatMap((slug) =>
        pods(slug).flatMap((one) =>
          pods(slug)
            .filter((other) => tries(one.pod, other.pod, 6379) === reached)
            .map((other) => [one.kind, other.kind]),
        ),
      );
    expect(pairs(true).flat()).not.toContain("solver");
    expect(pairs(true).length).toBe(3 * all.length ** 2);
  });

  it("the ingress controller reaches web servers and certificate solvers, and nothing else", () => {
    expect(kindsThat((pod, kind) => tries(CONTROLLER, pod, PODS[kind].port))).toEqual([
      "caddy",
      "cms",
      "lms",
      "meilisearch",
      "mfe",
      "notes",
      "solver",
    ]);
    expect(kindsThat((pod) => tries(CONTROLLER, pod, 22))).toEqual([]);
  });

  it("nobody but the ingress controller reaches a certificate solver, which reaches nobody", () => {
    const others = [...Object.values(STRANGERS), PROMETHEUS, at("203.0.113.9"), at("10.10.0.4")];
    slugs.forEach((slug, place) => {
      const solver = podOf(slug, place, "solver");
      expect(tries(CONTROLLER, solver, 8089)).toBe(true);
      expect(everyPod.filter(({ pod }) => tries(pod, solver, 8089))).toEqual([]);
      expect(others.filter((other) => tries(other, solver, 8089))).toEqual([]);
      expect(others.filter((other) => tries(solver, other, 443))).toEqual([]);
    });
  });

  it.each(Object.entries(STRANGERS))("%s reaches nothing, and is not reached", (_, stranger) => {
    expect(kindsThat((pod, kind) => tries(stranger, pod, PODS[kind].port))).toEqual([]);
    expect(kindsThat((pod) => tries(stranger, pod, 443))).toEqual([]);
    expect(
      kindsThat((pod) => [53, 80, 443, 8080].some((port) => tries(pod, stranger, port))),
    ).toEqual([]);
  });

  it("the internet reaches nothing past the ingress controller", () => {
    expect(kindsThat((pod, kind) => tries(at("203.0.113.9"), pod, PODS[kind].port))).toEqual([]);
  });

  it("all but solvers ask for names, reach the internet by HTTPS, and send mail", () => {
    expect(kindsThat((pod) => tries(pod, DNS, 53, "UDP"))).toEqual(all);
    expect(kindsThat((pod) => tries(pod, DNS, 53))).toEqual(all);
    expect(kindsThat((pod) => tries(pod, DNS, 9153))).toEqual([]);
    expect(kindsThat((pod) => tries(pod, at("169.254.20.10"), 53, "UDP"))).toEqual(all);
    for (const ip of ["203.0.113.9", "2001:db8::9"]) {
      expect(kindsThat((pod) => tries(pod, at(ip), 443))).toEqual(all);
      expect(kindsThat((pod) => tries(pod, at(ip), 587))).toEqual(all);
      expect(kindsThat((pod) => tries(pod, at(ip), 25))).toEqual(all);
      const others = [22, 53, 80, 3306, 6443, 8080, 27017];
      expect(kindsThat((pod) => others.some((port) => tries(pod, at(ip), port)))).toEqual([]);
    }
    expect(kindsThat((pod) => tries(pod, at("10.10.0.25"), 587))).toEqual(all);
  });

  it.each([
    ["the credentials of the machine", "169.254.169.254"],
    ["the same by IPv6", "fd00:ec2::254"],
    // The agent of EKS Pod Identity: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
    ["a pod's credentials that no instance uses", "169.254.170.23"],
    ["the same credentials by IPv6", "fd00:ec2::23"],
    ["the API server by its Service", around.apiServer],
    ["a node", "10.10.0.4"],
  ])("nothing reaches %s", (_, ip) => {
    const ports = [80, 443, 6443, 10250];
    expect(kindsThat((pod) => ports.some((port) => tries(pod, at(ip), port)))).toEqual([]);
  });

  it("all but solvers reach the data servers, at their ports only", () => {
    expect(around.servers.length).toBeGreaterThan(0);
    for (const { ip, port } of around.servers) {
      expect(kindsThat((pod) => tries(pod, at(ip), port))).toEqual(all);
      const others = [22, 80, port - 1, port + 1];
      expect(kindsThat((pod) => others.some((other) => tries(pod, at(ip), other)))).toEqual([]);
    }
  });
}

/** Where metrics are collected, the collector reaches every pod but solvers. */
export function itLetsMetricsBeCollected(network: () => Network, slugs: readonly string[]): void {
  it("Prometheus reaches every pod but solvers", () => {
    const reached = (slug: string, place: number) =>
      KINDS.filter((kind) =>
        network().allows({ from: PROMETHEUS, to: podOf(slug, place, kind), port: 9121 }),
      );
    for (const [place, slug] of slugs.entries())
      expect(reached(slug, place)).toEqual(KINDS.filter((kind) => kind !== "solver"));
  });
}
