import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveQuota } from "../../components/instance/quota";
import { BUILT_IN_SIZES } from "../../stacks/built-in-sizes";
import { RESERVED_SLUGS } from "../../stacks/rules/slugs";
import { NETWORK, checked, stackFile, type Sections } from "./support/stack-file";

/** The instances of a right stack file. */
function instancesOf(sections: Sections = {}) {
  const { settings, problems } = checked(stackFile(sections));
  expect(problems).toEqual([]);
  return settings?.instances ?? [];
}

const only = (sections: Sections) => {
  const [instance] = instancesOf(sections);
  expect(instance).toBeDefined();
  return instance;
};

const cluster = (environment: string) =>
  `{ kind: existing, name: campus, environment: ${environment}, domain: example.org, ${NETWORK} }`;

describe("an instance that says nothing but its slug", () => {
  it("gets everything from the defaults", () => {
    expect(only({ instances: "[{ slug: computer-science }]" })).toEqual({
      slug: "computer-science",
      platformName: "Computer Science",
      environment: "staging",
      release: "ulmo",
      hosts: {
        lms: "computer-science.example.org",
        studio: "studio.computer-science.example.org",
        mfe: "apps.computer-science.example.org",
        meilisearch: "meilisearch.computer-science.example.org",
      },
      domains: [],
      extraHosts: [],
      certificates: [],
      sync: "auto",
      onDeprovisionFailure: "stop",
      deletionProtection: false,
      gitops: {
        repository: "git@example.org:campus/instances.git",
        revision: "main",
        path: "instances/computer-science/env",
      },
      storage: {
        publicMedia: false,
        oldVersionsDays: 30,
        unfinishedUploadsDays: 7,
        trackingLogsPrefix: "tracking-logs/",
        trackingLogsDays: 0,
      },
      databases: [],
      redis: { kind: "own" },
      meilisearch: { kind: "own" },
      rotation: {
        seed: 0,
        mysql: 0,
        mongodb: 0,
        storage: 0,
        redis: 0,
        meilisearch: 0,
        jwt: 0,
        secretKey: 0,
        cmsOauth: 0,
      },
      workloads: BUILT_IN_SIZES.small,
      quota: deriveQuota({ workloads: BUILT_IN_SIZES.small, hosts: 4, plugins: 0 }),
    });
  });

  it("is protected on a production cluster, whatever its own environment", () => {
    const defaults = "{ release: ulmo, environment: trial }";
    expect(only({ cluster: cluster("production"), defaults })).toMatchObject({
      deletionProtection: true,
      environment: "trial",
    });
  });

  it("is not protected elsewhere, even if its own environment is production", () => {
    const defaults = "{ release: ulmo, environment: production }";
    expect(only({ cluster: cluster("staging"), defaults })).toMatchObject({
      deletionProtection: false,
    });
  });
});

describe("inheritance", () => {
  const layers = {
    gitops: "{ repository: git@example.org:a/b.git, revision: top, path: 'top/{slug}' }",
    defaults:
      "{ release: sumac, size: big, sync: manual, environment: byDefault, gitops: { revision: byDefault } }".replaceAll(
        "byDefault",
        "by-default",
      ),
    sizes: "{ big: { release: teak, sync: auto, gitops: { path: 'big/{slug}' } }, small: {} }",
  };

  it("goes from the defaults to the size to the instance, and through gitops key by key", () => {
    expect(
      only({
        ...layers,
        instances: "[{ slug: history, release: verawood, deletionProtection: true }]",
      }),
    ).toMatchObject({
      release: "verawood",
      sync: "auto",
      environment: "by-default",
      deletionProtection: true,
      gitops: {
        repository: "git@example.org:a/b.git",
        revision: "by-default",
        path: "big/history",
      },
    });
  });

  it("goes through storage key by key as well, and leaves out what is about the server", () => {
    const storage = "{ kind: s3, region: eu-central-1, oldVersionsDays: 20, trackingLogsDays: 20 }";
    const defaults = "{ release: ulmo, size: big, storage: { oldVersionsDays: 10 } }";
    const sizes = "{ big: { storage: { publicMedia: true, oldVersionsDays: 5 } } }";
    const instances = "[{ slug: history, storage: { trackingLogsDays: 365 } }]";
    expect(only({ storage, defaults, sizes, instances })?.storage).toEqual({
      publicMedia: true,
      oldVersionsDays: 5,
      unfinishedUploadsDays: 7,
      trackingLogsPrefix: "tracking-logs/",
      trackingLogsDays: 365,
    });
  });

  it("takes the size of the instance in place of that of the defaults", () => {
    expect(only({ ...layers, instances: "[{ slug: history, size: small }]" })).toMatchObject({
      release: "sumac",
      sync: "manual",
      gitops: { path: "top/history" },
    });
  });

  it("derives the other hosts from a host that is given", () => {
    const instances = "[{ slug: a, hosts: { lms: learn.example, mfe: m.example } }]";
    expect(only({ instances })?.hosts).toEqual({
      lms: "learn.example",
      studio: "studio.learn.example",
      mfe: "m.example",
      meilisearch: "meilisearch.learn.example",
    });
  });

  it("does not take false for nothing", () => {
    const defaults = "{ release: ulmo, deletionProtection: true }";
    const instances = "[{ slug: a, deletionProtection: false }]";
    expect(only({ defaults, instances })).toMatchObject({ deletionProtection: false });
  });
});

describe("properties", () => {
  const slug = fc
    .stringMatching(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/)
    .filter((text) => !RESERVED_SLUGS.some((reserved) => matches(reserved, text)));

  const listed = (slugs: readonly string[]) =>
    `[${slugs.map((text) => `{ slug: "${text}" }`).join(", ")}]`;

  it("any different DNS labels are slugs, whose names and hosts never meet", () =>
    fc.assert(
      fc.property(fc.uniqueArray(slug, { minLength: 1, maxLength: 12 }), (slugs) => {
        const { settings } = checked(stackFile({ instances: listed(slugs) }));
        const hosts =
          settings?.instances.flatMap(({ hosts: { lms, studio, mfe, meilisearch } }) => [
            lms,
            studio,
            mfe,
            meilisearch,
          ]) ?? [];
        return hosts.length === 4 * slugs.length && new Set(hosts).size === hosts.length;
      }),
    ));

  it("an instance is the same wherever it stands in the list", () =>
    fc.assert(
      fc.property(fc.uniqueArray(slug, { minLength: 2, maxLength: 6 }), (slugs) => {
        const bySlug = (list: readonly string[]) =>
          new Map(instancesOf({ instances: listed(list) }).map((one) => [one.slug, one]));
        const [there, reversed] = [bySlug(slugs), bySlug([...slugs].reverse())];
        return slugs.every(
          (text) => JSON.stringify(there.get(text)) === JSON.stringify(reversed.get(text)),
        );
      }),
    ));

  it("what is no DNS label is no slug, whatever it is", () =>
    fc.assert(
      fc.property(
        fc
          .string({ maxLength: 80 })
          .filter((text) => !/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)),
        (text) => {
          const instances = JSON.stringify([{ slug: text }]);
          const paths = checked(stackFile({ instances })).problems.map(({ path }) =>
            path.join("."),
          );
          return paths.includes("instances.0.slug");
        },
      ),
    ));
});

const matches = (reserved: string, text: string): boolean =>
  new RegExp(`^${reserved.replace("*", ".*")}$`).test(text);
