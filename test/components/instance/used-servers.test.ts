import { describe, expect, it } from "vitest";
import { networkRules } from "../../../components/instance/network-rules";
import { placeOf, usedServers } from "../../../components/instance/used-servers";
import { SHARED_MEILISEARCH, SHARED_REDIS, sampleInstance } from "../../support/settings";

const of = (overrides: Parameters<typeof sampleInstance>[1]) =>
  usedServers(sampleInstance("history", overrides));

const smtp = (host: string, port = 587) =>
  ({ host, port, security: "starttls", sharesLogin: true }) as const;

describe("a host says of where it is", () => {
  it.each([
    ["redis.data.svc", { namespace: "data" }],
    ["redis.data.svc.cluster.local", { namespace: "data" }],
    ["redis-0.redis.data.svc.campus.internal", { namespace: "data" }],
    ["10.10.8.9", { cidrs: ["10.10.8.9/32"] }],
    ["redis.example.org", undefined],
    ["svc.example.org", undefined],
  ])("%s", (host, place) => {
    expect(placeOf(host)).toEqual(place);
  });
});

describe("the servers of an instance", () => {
  it("are mail servers anywhere where all else is its own", () => {
    expect(of({})).toEqual({ own: [], mail: { ports: [25, 587] } });
  });

  it("are shared ones in a namespace or at their addresses, at one port each", () => {
    expect(of({ redis: SHARED_REDIS, meilisearch: SHARED_MEILISEARCH }).own).toEqual([
      { namespace: "data", ports: [{ from: 6380, to: 6380 }] },
      { cidrs: ["10.10.8.0/24"], ports: [{ from: 7700, to: 7700 }] },
    ]);
  });

  it("are none where Meilisearch is on the internet, which all instances reach", () => {
    const { kind, publicUrl } = SHARED_MEILISEARCH;
    expect(of({ meilisearch: { kind, publicUrl, url: publicUrl } }).own).toEqual([]);
  });

  it.each([
    ["a name", "smtp.example.org", { ports: [2525] }],
    ["an address", "10.10.9.9", { at: { cidrs: ["10.10.9.9/32"] }, ports: [2525] }],
    ["a Service", "mail.mail.svc", { at: { namespace: "mail" }, ports: [2525] }],
  ])("are a mail server by %s at its port, and no other", (_, host, mail) => {
    expect(of({ smtp: smtp(host, 2525) }).mail).toEqual(mail);
  });
});

describe("the network rules", () => {
  const egress = (overrides: Parameters<typeof sampleInstance>[1]) =>
    networkRules(
      {
        cluster: { pods: ["10.244.0.0/16"], services: ["10.245.0.0/16"], nodes: ["10.10.0.0/16"] },
        ingress: { namespace: "ingress", apps: ["traefik"] },
        servers: [],
      },
      of(overrides),
    ).fence.egress?.slice(2, -1);
  const inNamespace = (name: string) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
  });

  it("let an instance to what it shares, and to mail servers at the ports that its relay asks", () => {
    const [redis, search, mail, ...others] =
      egress({ redis: SHARED_REDIS, meilisearch: SHARED_MEILISEARCH }) ?? [];
    expect(redis).toEqual({ to: [inNamespace("data")], ports: [{ protocol: "TCP", port: 6380 }] });
    expect(search).toEqual({
      to: [{ ipBlock: { cidr: "10.10.8.0/24" } }],
      ports: [{ protocol: "TCP", port: 7700 }],
    });
    expect(mail?.ports?.map(({ port }) => port)).toEqual([25, 587]);
    expect(others).toEqual([]);
  });

  it("let an instance to a mail server in the cluster, and to none elsewhere", () => {
    expect(egress({ smtp: smtp("mail.mail.svc", 25) })).toEqual([
      { to: [inNamespace("mail")], ports: [{ protocol: "TCP", port: 25 }] },
    ]);
  });

  it("let an instance to a mail server with a name anywhere but among pods and Services", () => {
    const [mail, ...others] = egress({ smtp: smtp("smtp.example.org", 465) }) ?? [];
    expect(mail?.ports).toEqual([{ protocol: "TCP", port: 465 }]);
    expect(mail?.to[0]?.ipBlock?.except).toEqual([
      "10.244.0.0/16",
      "10.245.0.0/16",
      "169.254.0.0/16",
    ]);
    expect(others).toEqual([]);
  });
});
