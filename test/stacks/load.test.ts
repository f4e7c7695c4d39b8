import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadSecrets, loadSettings } from "../../stacks/load";
import { NETWORK, checked, stackFile, type Sections } from "./support/stack-file";

const SECRETS = {
  "openedx:kubeconfig": "plain-kubeconfig",
  "openedx:mysqlAdminPassword": "hunter2",
};

/** Gives the program the configuration as Pulumi does: groups and lists as JSON, everything else as text. */
function configure(
  sections: Sections,
  secrets: Readonly<Record<string, string>> = SECRETS,
  encrypted: readonly string[] = Object.keys(secrets),
): pulumi.Config {
  const { config } = parse(stackFile(sections)) as { config: Record<string, unknown> };
  const texts = Object.entries(config).map(([key, value]): [string, string] => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig({ ...Object.fromEntries(texts), ...secrets }, [...encrypted]);
  return new pulumi.Config("openedx");
}

/** The message that the program ends with. */
function refusal(config: pulumi.Config): string {
  try {
    loadSettings(config, "campus");
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("the settings were accepted");
}

beforeAll(() =>
  pulumi.runtime.setMocks(
    { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
    "openedx",
    "campus",
  ),
);
afterAll(() => pulumi.runtime.setAllConfig({}));

describe("loadSettings", () => {
  it("reads the same as the check of the file", () => {
    expect(loadSettings(configure({}), "campus")).toEqual(checked(stackFile()).settings);
  });

  it("tells wrong settings and missing secrets in one message", () => {
    expect(
      refusal(configure({ mysql: "{ kind: aurora }", registry: "{ host: ghcr.io }" }, {})),
    ).toBe(
      [
        "stacks/Pulumi.campus.yaml: 4 settings need attention:",
        '  openedx:mysql.kind is "aurora".',
        "    Write one of: rds, digitalocean, external.",
        "  openedx:kubeconfig is missing.",
        "    Run: pulumi config set --stack campus --secret openedx:kubeconfig < kubeconfig.yaml",
        "  openedx:mysqlAdminPassword is missing.",
        "    Run: pulumi config set --stack campus --secret openedx:mysqlAdminPassword",
        "  openedx:registryCredentials is missing.",
        "    Run: pulumi config set --stack campus --secret openedx:registryCredentials",
      ].join("\n"),
    );
  });

  it("refuses keys that nobody knows, and sections that are empty", () => {
    expect(refusal(configure({ instance: "[]", mysql: '""' }))).toBe(
      [
        "stacks/Pulumi.campus.yaml: 2 settings need attention:",
        "  openedx:instance is no known setting.",
        "    Known here: cluster, mysql, mongodb, storage, redis, meilisearch, gitops, platform, registry, defaults, sizes, deletionProtection, shards, maxInstances, instances, kubeconfig, mysqlAdminPassword, mongodbAdminPassword, registryCredentials, meilisearchMasterKey, smtpPassword, storageAccessKey-<slug>, storageSecretKey-<slug>, smtpPassword-<slug>, tlsCertificate-<slug>-<certificate>, tlsKey-<slug>-<certificate>.",
        "  openedx:mysql is empty.",
        "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml, or remove it if it is not needed.",
      ].join("\n"),
    );
  });

  it("leaves other namespaces alone", () => {
    const config = configure(
      {},
      { ...SECRETS, "aws:region": "eu-central-1" },
      Object.keys(SECRETS),
    );
    expect(loadSettings(config, "campus").cluster.name).toBe("campus");
  });

  it("refuses a secret in plain text and does not repeat it", () => {
    const message = refusal(configure({}, SECRETS, ["openedx:kubeconfig"]));
    expect(message).toBe(
      [
        "stacks/Pulumi.campus.yaml: 1 setting needs attention:",
        "  openedx:mysqlAdminPassword stands in plain text in the stack file.",
        "    Remove the line; if the file was ever shared, change the secret where it is used. Then run: pulumi config set --stack campus --secret openedx:mysqlAdminPassword",
      ].join("\n"),
    );
  });

  it("refuses an encrypted setting, whose plain text it does not repeat however wrong it is", () => {
    const mysql = "{ kind: external, access: direct, host: HUNTER2, port: hunter2 }";
    const encrypted = [...Object.keys(SECRETS), "openedx:mysql"];
    expect(refusal(configure({ mysql }, SECRETS, encrypted))).toBe(
      [
        "stacks/Pulumi.campus.yaml: 1 setting needs attention:",
        "  openedx:mysql is encrypted, or has a part that is.",
        "    Write it in plain text; the only secrets are kubeconfig, mysqlAdminPassword, mongodbAdminPassword, registryCredentials, meilisearchMasterKey, smtpPassword, storageAccessKey-<slug>, storageSecretKey-<slug>, smtpPassword-<slug>, tlsCertificate-<slug>-<certificate>, tlsKey-<slug>-<certificate>.",
      ].join("\n"),
    );
  });

  it.each<[string, Sections]>([
    ["under a key with a typing mistake", { mysqlAdminPasword: "hunter2" }],
    [
      "inside a setting",
      { mysql: "{ kind: external, access: direct, host: a, password: hunter2 }" },
    ],
    [
      "in an address",
      {
        gitops: "{ repository: 'https://x:hunter2@example.org/a.git' }",
        mysql: "'root:hunter2@db'",
      },
    ],
    [
      "in the options of an address",
      {
        mongodb:
          "{ kind: atlas, projectId: x, clusterName: a, host: 'mongodb://a.example?password=hunter2' }",
      },
    ],
  ])("does not repeat a password %s", (_, sections) => {
    const message = refusal(configure(sections));
    expect(message).toContain("stacks/Pulumi.campus.yaml: ");
    expect(message).not.toContain("hunter2");
  });
});

describe("loadSecrets", () => {
  const read = (sections: Sections, secrets: Readonly<Record<string, string>>) => {
    const config = configure(sections, secrets);
    return loadSecrets(loadSettings(config, "campus"), config);
  };

  const promiseOf = (output: pulumi.Output<string>) =>
    new Promise<string>((resolve) => output.apply(resolve));

  it("reads what the settings need, marked secret", async () => {
    const secrets = read(
      {
        registry: "{ host: ghcr.io }",
        defaults: "{ release: ulmo, smtp: { host: smtp.example.org, user: campus } }",
      },
      {
        ...SECRETS,
        "openedx:registryCredentials": "dTpw",
        "openedx:smtpPassword": "mail",
        "openedx:smtpPassword-science": "mail-of-science",
      },
    );
    const outputs = [
      secrets.kubeconfig,
      secrets.mysqlAdminPassword,
      secrets.registryCredentials,
      secrets.smtpPasswords?.["history"],
      secrets.smtpPasswords?.["science"],
    ].filter((output) => output !== undefined);
    const values = await Promise.all(outputs.map(promiseOf));
    expect(values).toEqual(["plain-kubeconfig", "hunter2", "dTpw", "mail", "mail-of-science"]);
    const marked = outputs.map((output) => pulumi.isSecret(output));
    expect(await Promise.all(marked)).toEqual([true, true, true, true, true]);
  });

  it("reads the storage key of each instance where they are given, marked secret", async () => {
    const { storageKeys } = read(
      {
        instances: "[{ slug: history }]",
        storage:
          "{ kind: s3-compatible, region: x, endpoint: 'https://s3.example.org', access: given }",
      },
      {
        ...SECRETS,
        "openedx:storageAccessKey-history": "key-of-history",
        "openedx:storageSecretKey-history": "secret-of-history",
      },
    );
    expect(Object.keys(storageKeys ?? {})).toEqual(["history"]);
    const outputs = Object.values(storageKeys?.["history"] ?? {}) as pulumi.Output<string>[];
    expect(await Promise.all(outputs.map(promiseOf))).toEqual([
      "key-of-history",
      "secret-of-history",
    ]);
    const marked = outputs.map((output) => pulumi.isSecret(output));
    expect(await Promise.all(marked)).toEqual([true, true]);
  });

  it("reads no kubeconfig where a context is named, and no more than there is", () => {
    const cluster = `{ kind: existing, name: campus, environment: staging, domain: example.org, context: a, ${NETWORK} }`;
    const secrets = read({ cluster }, { "openedx:mysqlAdminPassword": "hunter2" });
    expect(secrets).toEqual({
      kubeconfig: undefined,
      mysqlAdminPassword: expect.anything() as unknown,
      registryCredentials: undefined,
      smtpPasswords: {},
      storageKeys: undefined,
      keyPairs: { history: {}, science: {} },
    });
  });
});
