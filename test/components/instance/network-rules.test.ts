import { describe, expect, it } from "vitest";
import type { UsedServers } from "../../../components/instance/used-servers";
import { networkRules, type Surroundings } from "../../../components/instance/network-rules";

const AROUND: Surroundings = {
  cluster: { pods: ["10.244.0.0/16"], services: ["10.245.0.0/16"], nodes: ["10.10.0.0/16"] },
  ingress: { namespace: "ingress", apps: ["traefik"] },
  servers: [{ cidrs: ["10.10.5.0/24"], ports: [{ from: 3306, to: 3306 }] }],
};

const rules = (around: Partial<Surroundings> = {}) => networkRules({ ...AROUND, ...around }, OWN);
const OWN: UsedServers = { own: [], mail: { ports: [25, 587] } };

describe("the network rules of an instance", () => {
  it("select every pod for both directions: solvers by one policy, all others by another", () => {
    const { fence, certificates } = rules();
    expect(fence.policyTypes).toEqual(["Ingress", "Egress"]);
    expect(certificates.policyTypes).toEqual(["Ingress", "Egress"]);
    expect([fence.podSelector, certificates.podSelector]).toEqual([
      {
        matchExpressions: [{ key: "acme.cert-manager.io/http01-solver", operator: "DoesNotExist" }],
      },
      { matchLabels: { "acme.cert-manager.io/http01-solver": "true" } },
    ]);
  });

  it("let instances to the internet by HTTPS, and to none of the cluster's own or local addresses", () => {
    expect(rules().fence.egress?.at(-1)).toEqual({
      to: [
        {
          ipBlock: {
            cidr: "0.0.0.0/0",
            except: ["10.10.0.0/16", "10.244.0.0/16", "10.245.0.0/16", "169.254.0.0/16"],
          },
        },
        { ipBlock: { cidr: "::/0", except: ["fc00::/7", "fe80::/10"] } },
      ],
      ports: [{ protocol: "TCP", port: 443 }],
    });
  });

  it("name a range once that is in several lists, each with its own family", () => {
    const cluster = {
      pods: ["10.0.0.0/16", "2001:db8::/64"],
      services: ["10.1.0.0/16"],
      nodes: ["10.0.0.0/16"],
    };
    const [four, six] = rules({ cluster }).fence.egress?.at(-1)?.to ?? [];
    expect(four?.ipBlock?.except).toEqual(["10.0.0.0/16", "10.1.0.0/16", "169.254.0.0/16"]);
    expect(six?.ipBlock?.except).toEqual(["2001:db8::/64", "fc00::/7", "fe80::/10"]);
  });

  it("write a range of ports as Kubernetes does, and a single port without an end", () => {
    const servers = [
      {
        cidrs: ["10.0.0.0/24"],
        ports: [
          { from: 1024, to: 1026 },
          { from: 80, to: 80 },
        ],
      },
    ];
    expect(rules({ servers }).fence.egress?.[2]).toEqual({
      to: [{ ipBlock: { cidr: "10.0.0.0/24" } }],
      ports: [
        { protocol: "TCP", port: 1024, endPort: 1026 },
        { protocol: "TCP", port: 80 },
      ],
    });
  });

  it("let nobody collect metrics where nothing is said of it", () => {
    expect(rules().fence.ingress).toEqual([{ from: [{ podSelector: {} }] }]);
  });
});
