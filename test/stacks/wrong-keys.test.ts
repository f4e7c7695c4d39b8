import { describe, expect, it } from "vitest";
import { readStackFile } from "../../stacks/stack-file";
import {
  NETWORK,
  checked,
  messageOf,
  named,
  stackFile,
  type WrongFile,
} from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const KNOWN =
  "    Known here: cluster, mysql, mongodb, storage, redis, meilisearch, gitops, platform, registry, defaults, sizes, deletionProtection, shards, maxInstances, instances, kubeconfig, mysqlAdminPassword, mongodbAdminPassword, registryCredentials, meilisearchMasterKey, smtpPassword, storageAccessKey-<slug>, storageSecretKey-<slug>, smtpPassword-<slug>, tlsCertificate-<slug>-<certificate>, tlsKey-<slug>-<certificate>.";

const WRONG: readonly WrongFile[] = [
  [
    "keys that nobody knows",
    { instance: "[]", mysqlPassword: "hunter2" },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:instance is no known setting.",
    KNOWN,
    "  openedx:mysqlPassword is no known setting.",
    KNOWN,
  ],
  [
    "a secret in plain text",
    { mysqlAdminPassword: "hunter2" },
    ONE,
    "  openedx:mysqlAdminPassword stands in plain text in the stack file.",
    "    Remove the line; if the file was ever shared, change the secret where it is used. Then run: pulumi config set --stack campus --secret openedx:mysqlAdminPassword",
  ],
  [
    "a setting that is encrypted in part",
    {
      cluster:
        "{ kind: existing, name: { secure: v1:x }, environment: staging, domain: example.org }",
    },
    ONE,
    "  openedx:cluster is encrypted, or has a part that is.",
    "    Write it in plain text; the only secrets are kubeconfig, mysqlAdminPassword, mongodbAdminPassword, registryCredentials, meilisearchMasterKey, smtpPassword, storageAccessKey-<slug>, storageSecretKey-<slug>, smtpPassword-<slug>, tlsCertificate-<slug>-<certificate>, tlsKey-<slug>-<certificate>.",
  ],
  [
    "a context and a kubeconfig",
    {
      kubeconfig: "{ secure: v1:x }",
      cluster: `{ kind: existing, name: campus, environment: staging, domain: example.org, context: admin, ${NETWORK} }`,
    },
    ONE,
    "  openedx:kubeconfig is set, and openedx:cluster.context is too.",
    "    Remove the context, or run: pulumi config rm --stack campus openedx:kubeconfig",
  ],
  [
    "credentials of a registry that is not set",
    { registryCredentials: "{ secure: v1:x }" },
    ONE,
    "  openedx:registryCredentials is set, but openedx:registry is not.",
    "    Write openedx:registry, or run: pulumi config rm --stack campus openedx:registryCredentials",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });

  it("having no settings at all", () => {
    expect(messageOf("config:\n  aws:region: eu-central-1\n").split("\n")).toEqual([
      ONE,
      "  openedx:* is missing.",
      "    Copy the settings of stacks/Pulumi.example.yaml and adapt them, or select another stack.",
    ]);
  });
});

const CORRECT =
  "Correct the line, or the one before it: mostly an indentation, a quote or a bracket is wrong.";
const START =
  "Start from a copy of stacks/Pulumi.example.yaml, or get the file back from Git if it was cut short.";

describe("a file cannot be read that", () => {
  it.each([
    ["is empty", "", "there is no `config:` with settings below it", START],
    ["ends after config:", "config:\n", "there is no `config:` with settings below it", START],
    [
      "has a list for config",
      "config: []\n",
      "there is no `config:` with settings below it",
      START,
    ],
    [
      "ends in the middle of a value, which is not repeated",
      'config:\n  openedx:mysqlAdminPassword: "hunter2',
      "line 2, column 39 is not YAML (MISSING_CHAR)",
      CORRECT,
    ],
    [
      "has a key twice",
      "config:\n  openedx:sizes: {}\n  openedx:sizes: {}\n",
      "line 3, column 3 has a key that stands above already",
      "Remove one of the two, or make one entry of both.",
    ],
    [
      "has an alias without anchor, which may be a password",
      "config:\n  openedx:smtpPassword: *hunter2\n",
      "a value that starts with * refers to no anchor (&)",
      "Put the value in quotes if it is meant as text.",
    ],
  ])("%s", (_, text, reason, fix) => {
    expect(readStackFile("campus", text)).toEqual({ reason, fix });
  });
});

describe("missing secrets", () => {
  const missing = (sections: Parameters<typeof stackFile>[0]) =>
    checked(stackFile(sections)).missingSecrets.map(({ path, fix }) => [path[0], fix]);

  it("are those that the settings need, each with the command that sets it", () => {
    expect(missing({ registry: "{ host: ghcr.io }" })).toEqual([
      [
        "kubeconfig",
        "Run: pulumi config set --stack campus --secret openedx:kubeconfig < kubeconfig.yaml",
      ],
      [
        "mysqlAdminPassword",
        "Run: pulumi config set --stack campus --secret openedx:mysqlAdminPassword",
      ],
      [
        "registryCredentials",
        "Run: pulumi config set --stack campus --secret openedx:registryCredentials",
      ],
    ]);
  });

  it("are none where all that is needed is set", () => {
    const context = `{ kind: existing, name: campus, environment: staging, domain: example.org, context: a, ${NETWORK} }`;
    expect(missing({ cluster: context, mysqlAdminPassword: "{ secure: v1:x }" })).toEqual([]);
  });

  it("count as missing where they are empty", () => {
    expect(missing({ mysqlAdminPassword: '""' })).toEqual(missing({}));
  });
});
