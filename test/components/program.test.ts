import { describe, expect, it } from "vitest";
import { program } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { derivePassword } from "../../components/instance/seed";
import { inputsText, madeUpSeed, reachable, record, type Recorded } from "../support/recorder";
import {
  EXISTING_MONGODB,
  ofPublicMedia,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
  STORAGE_SETTINGS,
} from "../support/settings";

const SLUGS = ["history", "science", "arts"];
const registry = { host: "ghcr.io" };
const fleet = () =>
  SLUGS.map((slug) => sampleInstance(slug, { deletionProtection: slug === "arts" }));
const recordFleet = (instances = fleet()) =>
  record(() => program(sampleSettings(instances, { registry }), sampleSecrets()));

const identity = ({ qualifiedType, name }: Recorded): string => `${qualifiedType} ${name}`;
const only = (recorded: readonly Recorded[], name: string): Recorded => {
  const [found, ...others] = recorded.filter((each) => each.name === name);
  if (found === undefined || others.length > 0) throw new Error(`not exactly one ${name}`);
  return found;
};

/** Every kind of storage, with all that it can make. */
const STORAGE_VARIANTS = Object.values(STORAGE_SETTINGS).map((storage) => ({
  storage,
  instances: fleet().map(ofPublicMedia),
}));

/** What an instance has that nobody else may see. */
const secretsOf = (slug: string): readonly string[] => [
  ...["mysql", "mongodb", "redis", "secret-key", "cms-oauth2-secret", "meilisearch-master-key"].map(
    (purpose) => derivePassword(madeUpSeed(`${slug}-seed`), purpose),
  ),
  `generated-${slug}-storage-key`,
];

/** What the mock engine makes up for secrets, and what the test passes in. */
const SECRETS = [
  ...SLUGS.flatMap(secretsOf),
  "generated-argocd",
  "hash-argocd",
  "mysql-admin-secret",
  "kubeconfig-secret",
  "cmVnaXN0cnktc2VjcmV0",
];
const SECRET_MARK = '"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270"';

/** The inputs without everything that stands inside a secret mark. */
function clearText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" &&
    inner !== null &&
    JSON.stringify(inner).startsWith(`{${SECRET_MARK}`)
      ? "[secret]"
      : inner,
  );
}

describe("the program", () => {
  it("names a provider for every resource that needs one", async () => {
    const recorded = await recordFleet();
    const ambient = recorded.filter(
      ({ custom, type, provider }) => custom && !type.startsWith("pulumi:") && provider === "",
    );
    expect(ambient.map(identity)).toEqual([]);
  });

  it("gives no two resources the same identity", async () => {
    const identities = (await recordFleet()).map(identity);
    expect(identities.length).toBe(new Set(identities).size);
  });

  it("gives every resource the same identity and inputs, whatever the order of the list", async () => {
    const shown = (recorded: readonly Recorded[]) =>
      recorded.map((each) => `${identity(each)} ${inputsText(each)}`).sort();
    expect(shown(await recordFleet(fleet().reverse()))).toEqual(shown(await recordFleet()));
  });

  it("hangs everything of an instance under its component, and the lock beside it", async () => {
    const recorded = await recordFleet();
    const own = recorded.filter(({ name }) => name.startsWith("history"));
    const outside = own.filter(
      ({ qualifiedType }) => !qualifiedType.startsWith("openedx:instance:OpenEdxInstance"),
    );
    expect(outside.map(({ name }) => name)).toEqual([
      "history-is-protected-set-deletionProtection-false-and-up-first",
    ]);
  });

  it("shows no secret outside a secret mark", async () => {
    const recorded = await recordFleet();
    const leaks = recorded.filter(({ inputs }) =>
      SECRETS.some((secret) => clearText(inputs).includes(secret)),
    );
    expect(leaks.map(identity)).toEqual([]);
    const holders = recorded.filter((each) =>
      SECRETS.some((secret) => inputsText(each).includes(secret)),
    );
    // Login, credentials and pull Secret of each instance, two providers, Argo CD's administrator.
    expect(holders.length).toBe(SLUGS.length * 4 + 3);
  });

  it("protects the locks of protected instances, and nothing of the instances themselves", async () => {
    const recorded = await recordFleet();
    const protectedNames = recorded.filter((each) => each.protect).map(({ name }) => name);
    expect(protectedNames.sort()).toEqual([
      "arts-is-protected-set-deletionProtection-false-and-up-first",
      "cluster-name-carries-protected-instances-see-docs-moving-data",
      "mongodb-kind-carries-protected-instances-see-docs-moving-data",
      "mysql-kind-carries-protected-instances-see-docs-moving-data",
      "storage-kind-carries-protected-instances-see-docs-moving-data",
    ]);
  });

  it("lets a lock depend, by whatever way, on all that it guards", async () => {
    const recorded = await recordFleet();
    const closed = only(recorded, "arts-is-protected-set-deletionProtection-false-and-up-first");
    const reached = reachable(recorded, closed);
    const guarded = recorded.filter(({ name, custom }) => name.startsWith("arts-") && custom);
    expect(guarded.length).toBeGreaterThan(20);
    expect(guarded.filter(({ urn }) => !reached.has(urn)).map(identity)).toEqual([]);
  });

  it("lets every lock depend on all that destroy would delete on any server", async () => {
    const recorded = await recordFleet();
    const locks = recorded.filter(({ name }) => name.includes("-is-protected-"));
    expect(locks.length).toBe(SLUGS.length);
    const onServers = recorded.filter(
      ({ custom, type }) => custom && !/^(pulumi:providers|random):/.test(type),
    );
    for (const each of locks) {
      const reached = reachable(recorded, each);
      expect(onServers.filter(({ urn }) => !reached.has(urn)).map(identity)).toEqual([]);
    }
  });

  it("lets only objects inside the namespace go with it", async () => {
    const recorded = await recordFleet();
    const withNamespace = recorded.filter(({ deletedWith }) =>
      deletedWith.endsWith("::history-namespace"),
    );
    expect(withNamespace.map(({ name }) => name).sort()).toEqual([
      "history-credentials",
      "history-default-account",
      "history-default-requests",
      "history-image-pull-secret",
      "history-jobs-account",
      "history-jobs-binding",
      "history-jobs-role",
      "history-network-certificates",
      "history-network-fence",
      "history-network-web",
      "history-quota",
    ]);
  });

  it("puts a namespaced object of an instance into the instance's own namespace", async () => {
    const recorded = await recordFleet();
    const namespaces = recorded
      .filter(
        ({ qualifiedType, type }) =>
          qualifiedType.includes("OpenEdxInstance") && type.startsWith("kubernetes:"),
      )
      .map(({ name, inputs }) => [name, (inputs["metadata"] as { namespace?: string }).namespace])
      .filter(([name]) => !/-(namespace|app-project|application)$/.test(String(name)));
    expect(namespaces.length).toBe(33);
    expect(
      namespaces.filter(([name, namespace]) => !String(name).startsWith(`${namespace}-`)),
    ).toEqual([]);
  });

  it("makes no Secret of an instance that holds another one's values", async () => {
    const secrets = (await recordFleet()).filter(
      ({ type }) => type === "kubernetes:core/v1:Secret",
    );
    const foreign = secrets.filter((secret) =>
      SLUGS.some(
        (slug) =>
          !secret.name.startsWith(slug) &&
          secretsOf(slug).some((value) => inputsText(secret).includes(value)),
      ),
    );
    expect(foreign.map(identity)).toEqual([]);
  });

  it("sends no source lines, which would put the folder of the checkout into the state", async () => {
    const recorded = await recordFleet();
    expect(recorded.filter(({ positioned }) => positioned).map(identity)).toEqual([]);
  });

  it("sends little for one instance, as the state is written whole after every step", async () => {
    const one = await record(() =>
      program(sampleSettings([sampleInstance("history")], { registry }), sampleSecrets()),
    );
    const none = await record(() => program(sampleSettings([], { registry }), sampleSecrets()));
    const size = (recorded: readonly Recorded[]) =>
      recorded.reduce((sum, each) => sum + inputsText(each).length, 0);
    expect(size(one) - size(none)).toBeLessThan(14_000);
  });
});

describe("identities", () => {
  /** Settings by which the program makes what it does not make otherwise. */
  const VARIANTS: readonly Partial<ProgramSettings>[] = [
    { registry },
    { mongodb: EXISTING_MONGODB },
    ...STORAGE_VARIANTS,
  ];

  it("are those of the ledger, as a new name means a new database", async () => {
    const identities = new Set<string>();
    for (const variant of VARIANTS) {
      const settings = sampleSettings(fleet(), variant);
      for (const each of await record(() => program(settings, sampleSecrets())))
        identities.add(identity(each));
    }
    await expect(`${[...identities].sort().join("\n")}\n`).toMatchFileSnapshot(
      "../ledger/identities.txt",
    );
  });
});
