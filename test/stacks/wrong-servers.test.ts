import { describe, expect, it } from "vitest";
import {
  INGRESS,
  NETWORK,
  messageOf,
  named,
  stackFile,
  type WrongFile,
} from "./support/stack-file";

const SETTINGS =
  "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.";
const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";

const WRONG: readonly WrongFile[] = [
  ["a section that is missing", { mysql: undefined }, ONE, "  openedx:mysql is missing.", SETTINGS],
  [
    "sections that are empty, as after an interrupted edit",
    { cluster: "", storage: "{}" },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:cluster is empty.",
    "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml, or remove it if it is not needed.",
    "  openedx:storage.kind is missing.",
    "    Write one of: s3, spaces, s3-compatible.",
  ],
  [
    "text in place of a section",
    { cluster: "campus" },
    ONE,
    '  openedx:cluster is "campus".',
    SETTINGS,
  ],
  [
    "a kind that does not exist",
    { cluster: "{ kind: gcp, name: campus }" },
    ONE,
    '  openedx:cluster.kind is "gcp".',
    "    Write one of: existing, aws, digitalocean, stack.",
  ],
  [
    "a way of access that does not exist",
    { mysql: "{ kind: external, access: tunnel }" },
    ONE,
    '  openedx:mysql.access is "tunnel".',
    "    Write one of: direct, in-cluster.",
  ],
  [
    "an address with a password in place of a host",
    {
      mysql: "{ kind: external, access: direct, host: 'https://root:hunter2@db.example.org/x' }",
    },
    ONE,
    '  openedx:mysql.host is "https://***@db.example.org/x".',
    "    Write the name or IPv4 address of a server in lower case, without scheme, user, port or path, for example mysql.example.org.",
  ],
  [
    "a secret inside a setting",
    { mysql: "{ kind: external, access: direct, host: db, password: hunter2 }" },
    ONE,
    "  openedx:mysql.password is no known setting.",
    "    Known here: kind, access, host, port, network, adminUser, tls. A secret never stands here: see docs/settings.md#secrets.",
  ],
  [
    "values of the wrong type",
    {
      mysql: "{ kind: external, access: direct, host: db, port: '3306', tls: true }",
      platform: `{ ${INGRESS}, argocd: { install: 'no', deletionTimeoutSeconds: 0.5 } }`,
    },
    "stacks/Pulumi.campus.yaml: 4 settings need attention:",
    '  openedx:mysql.port is "3306".',
    "    Write a whole number from 1 to 65535, without quotes.",
    "  openedx:mysql.tls is true.",
    "    Write one of: verify, skip-verify, off.",
    '  openedx:platform.argocd.install is "no".',
    "    Write true or false, without quotes.",
    "  openedx:platform.argocd.deletionTimeoutSeconds is 0.5.",
    "    Write a whole number from 10 to 86400.",
  ],
  [
    "a project id that YAML takes for a number",
    {
      mongodb:
        "{ kind: atlas, projectId: 000000000000000000000001, clusterName: campus, host: a.example.org }",
    },
    ONE,
    "  openedx:mongodb.projectId is 1.",
    "    Write 24 hexadecimal digits in lower case; put it in quotes.",
  ],
  [
    "a MongoDB address with credentials and options",
    {
      mongodb:
        "{ kind: atlas, projectId: 5f1c0a9be4b0c23d9a7e6f10, clusterName: campus, host: 'mongodb+srv://u:hunter2@a.example.org/?w=1' }",
    },
    ONE,
    '  openedx:mongodb.host is "mongodb+srv://***@a.example.org/?***".',
    "    Write an address without user, password or options, for example mongodb+srv://campus.abc12.mongodb.net.",
  ],
  [
    "a cluster name in capitals and a domain with a scheme",
    {
      cluster: `{ kind: existing, name: Campus, environment: staging, domain: 'https://example.org', ${NETWORK} }`,
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    '  openedx:cluster.name is "Campus".',
    "    Write a name of at most 40 lower-case letters, digits and hyphens, starting with a letter, ending with a letter or digit.",
    '  openedx:cluster.domain is "https://example.org".',
    "    Write a host name of at most 253 lower-case letters, digits, hyphens and full stops, without scheme, port, path, underscore or wildcard, for example learn.example.org.",
  ],
  [
    "a cluster name of 41 characters",
    {
      cluster: `{ kind: existing, name: ${"c".repeat(41)}, environment: staging, domain: example.org, ${NETWORK} }`,
    },
    ONE,
    `  openedx:cluster.name is "${"c".repeat(41)}".`,
    "    Write a name of at most 40 lower-case letters, digits and hyphens, starting with a letter, ending with a letter or digit.",
  ],
  [
    "one namespace for two programs",
    {
      platform: `{ ${INGRESS}, argocd: { namespace: deploy }, argoWorkflows: { namespace: deploy } }`,
    },
    ONE,
    '  openedx:platform.argoWorkflows.namespace is "deploy", as openedx:platform.argocd.namespace is.',
    "    Give each of the two its own namespace, as both are installed.",
  ],
  [
    "a registry with a path",
    { registry: "{ host: ghcr.io/campus }" },
    ONE,
    '  openedx:registry.host is "ghcr.io/campus".',
    "    Write the name of a server in lower case, without scheme or path, with the port if it is not 443, for example ghcr.io.",
  ],
  [
    "a repository with a password, and a folder outside of it",
    {
      gitops: "{ repository: 'https://bob:hunter2@example.org/a.git', revision: a b, path: ../x }",
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    '  openedx:gitops.repository is "https://***@example.org/a.git".',
    "    Write an address without password or token, in one of the forms git@host:owner/name.git, ssh://git@host/owner/name.git, https://host/owner/name.git.",
    '  openedx:gitops.revision is "a b".',
    "    Write a branch, tag or commit without spaces, for example main.",
    '  openedx:gitops.path is "../x".',
    "    Write a folder below the root of the repository, without .. and without / at the beginning or end; {slug} stands for the slug of the instance.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});
