import { describe, expect, it } from "vitest";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const TWO = "stacks/Pulumi.campus.yaml: 2 settings need attention:";
const REDIS = "{ kind: shared, host: redis.data.svc }";
const SEARCH =
  "{ kind: shared, url: 'http://meilisearch.search.svc:7700', publicUrl: 'https://search.example.org' }";

const WRONG: readonly WrongFile[] = [
  [
    "kinds that there are not",
    { redis: "{ kind: managed }", meilisearch: "{ kind: none }" },
    TWO,
    '  openedx:redis.kind is "managed".',
    "    Write one of: own, shared.",
    '  openedx:meilisearch.kind is "none".',
    "    Write one of: own, shared.",
  ],
  [
    "shared services that are nowhere",
    { redis: "{ kind: shared }", meilisearch: "{ kind: shared, url: 'http://10.10.8.9:7700' }" },
    TWO,
    "  openedx:redis.host is missing.",
    "    Write the name or IPv4 address of a server in lower case, without scheme, user, port or path, for example mysql.example.org.",
    "  openedx:meilisearch.publicUrl is missing.",
    "    Write an address that starts with https:// or http://, without user, password or path, for example https://s3.example.org.",
  ],
  [
    "shared services with a name, which no policy can hold",
    {
      redis: "{ kind: shared, host: redis.example.org }",
      meilisearch:
        "{ kind: shared, url: 'http://search.example.org', publicUrl: 'https://search.example.org' }",
    },
    TWO,
    "  openedx:redis.network is missing, while openedx:redis.host has the name redis.example.org.",
    "    Write the address ranges where instances reach the server, which reach no other, for example network: { cidrs: [10.0.5.0/24] }.",
    "  openedx:meilisearch.network is missing, while openedx:meilisearch.url has the name search.example.org.",
    "    Write the address ranges where instances reach the server, which reach no other, for example network: { cidrs: [10.0.5.0/24] }.",
  ],
  [
    "a range that the server is not in",
    { redis: "{ kind: shared, host: 10.10.8.9, network: { cidrs: [10.10.7.0/24] } }" },
    ONE,
    "  openedx:redis.network.cidrs has no range with 10.10.8.9, which is in openedx:redis.host.",
    "    Add 10.10.8.9/32, or the subnet that it is in.",
  ],
  [
    "numbers of databases where Redis is the instance's own",
    { instances: "[{ slug: history, redis: { cacheDatabase: 3 } }]" },
    ONE,
    "  openedx:instances[0].redis.cacheDatabase (history) is 3, while openedx:redis.kind is own.",
    "    Remove it; a Redis of its own needs no number of a database.",
  ],
  [
    "a number of those that say nothing",
    { redis: REDIS, instances: "[{ slug: history, redis: { celeryDatabase: 1 } }]" },
    ONE,
    "  openedx:instances[0].redis.celeryDatabase (history) is 1.",
    "    Write a whole number from 2 to 1023.",
  ],
  [
    "numbers that the server has not, or that another has",
    {
      redis: REDIS,
      instances:
        "[{ slug: history, redis: { celeryDatabase: 16, cacheDatabase: 3 } }, { slug: science, redis: { celeryDatabase: 3 } }]",
    },
    TWO,
    "  openedx:instances[0].redis.celeryDatabase (history) is 16, while openedx:redis.databases is 16.",
    "    Write a number from 2 to 15, or how many databases the server has as openedx:redis.databases.",
    "  openedx:instances[1].redis.celeryDatabase (science) is 3, as openedx:instances[0].redis.cacheDatabase is.",
    "    Give each its own number, or leave both out.",
  ],
  [
    "a host for search that nobody serves, and one that an instance does",
    {
      meilisearch: SEARCH,
      instances:
        "[{ slug: history, hosts: { meilisearch: find.example.org } }, { slug: science, hosts: { lms: search.example.org } }]",
    },
    TWO,
    '  openedx:meilisearch.publicUrl has the host name "search.example.org", which the instance "science" serves.',
    "    Give the server a host name that no instance has.",
    '  openedx:instances[0].hosts.meilisearch (history) is "find.example.org", while openedx:meilisearch.kind is shared.',
    "    Remove this line; browsers ask the shared server at openedx:meilisearch.publicUrl.",
  ],
  [
    "a master key that nothing uses",
    { meilisearchMasterKey: "{ secure: v1:abc }" },
    ONE,
    "  openedx:meilisearchMasterKey is set, but openedx:meilisearch.kind is not shared.",
    "    Run: pulumi config rm --stack campus openedx:meilisearchMasterKey",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("shared services", () => {
  const shared = { redis: REDIS, meilisearch: SEARCH };

  it("are each instance's own where nobody says otherwise", () => {
    const [history] = checked(stackFile()).settings?.instances ?? [];
    expect([history?.redis, history?.meilisearch]).toEqual([{ kind: "own" }, { kind: "own" }]);
  });

  it("reach every instance, with the databases of its own", () => {
    const instances = "[{ slug: a }, { slug: b, redis: { cacheDatabase: 5 } }]";
    const { settings } = checked(stackFile({ ...shared, instances }));
    const redis = { kind: "shared", host: "redis.data.svc", port: 6379, celeryDatabase: 0 };
    expect(settings?.instances.map((each) => each.redis)).toEqual([
      { ...redis, cacheDatabase: 1 },
      { ...redis, cacheDatabase: 5 },
    ]);
  });

  it("need the master key of the search", () => {
    const missing = checked(stackFile(shared)).missingSecrets.map(({ path }) => path[0]);
    expect(missing).toContain("meilisearchMasterKey");
    expect(checked(stackFile()).missingSecrets.map(({ path }) => path[0])).not.toContain(
      "meilisearchMasterKey",
    );
  });

  it("leave an instance without a host for search, and with a smaller quota", () => {
    const [own] = checked(stackFile()).settings?.instances ?? [];
    const [other] = checked(stackFile(shared)).settings?.instances ?? [];
    expect(own?.hosts.meilisearch).toBe("meilisearch.history.example.org");
    expect(other?.hosts).not.toHaveProperty("meilisearch");
    const [before, after] = [own, other].map((each) => each?.quota);
    // Two pods of each, and one for the certificate of the host.
    expect((before?.pods ?? 0) - (after?.pods ?? 0)).toBe(5);
    expect((before?.persistentVolumeClaims ?? 0) - (after?.persistentVolumeClaims ?? 0)).toBe(4);
  });
});
