import { describe, expect, it } from "vitest";
import {
  INGRESS,
  NETWORK,
  messageOf,
  named,
  stackFile,
  type WrongFile,
} from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const LIST = "    Write a list of instances, one `- slug: name` each, or [] for none.";
const SLUG =
  "    Write a slug of at most 63 lower-case letters, digits and hyphens, starting with a letter, ending with a letter or digit.";
const RESERVED = "    Choose another slug; docs/settings.md#slugs lists the reserved ones.";
const HOST =
  "    Write a host name of at most 253 lower-case letters, digits, hyphens and full stops, without scheme, port, path, underscore or wildcard, for example learn.example.org.";
const OWN_HOST = "    Give each of the two its own host name.";

const WRONG: readonly WrongFile[] = [
  [
    "no list of instances, which would remove them all",
    { instances: undefined },
    ONE,
    "  openedx:instances is missing.",
    LIST,
  ],
  [
    "one instance in place of a list",
    { instances: "{ slug: history }" },
    ONE,
    "  openedx:instances is a group of settings.",
    LIST,
  ],
  [
    "slugs that are no DNS labels",
    {
      instances: `[{ slug: History }, { slug: 1st }, { slug: a_b }, { slug: a- }, { slug: ${"s".repeat(64)} }, {}]`,
    },
    "stacks/Pulumi.campus.yaml: 6 settings need attention:",
    '  openedx:instances[0].slug is "History".',
    SLUG,
    '  openedx:instances[1].slug is "1st".',
    SLUG,
    '  openedx:instances[2].slug is "a_b".',
    SLUG,
    '  openedx:instances[3].slug is "a-".',
    SLUG,
    `  openedx:instances[4].slug is "${"s".repeat(60)}...".`,
    SLUG,
    "  openedx:instances[5].slug is missing.",
    SLUG,
  ],
  [
    "a slug used twice, told once though hosts and names repeat with it",
    { instances: "[{ slug: history }, { slug: science }, { slug: history }]" },
    ONE,
    '  openedx:instances[2].slug is "history", as openedx:instances[0].slug is.',
    "    Give each instance its own slug, or remove one of the two entries.",
  ],
  [
    "slugs that are reserved",
    {
      platform: `{ ${INGRESS}, argocd: { namespace: deploy } }`,
      instances: "[{ slug: default }, { slug: kube-public }, { slug: deploy }]",
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    '  openedx:instances[0].slug is "default", which is reserved for a namespace that is not an instance\'s.',
    RESERVED,
    '  openedx:instances[1].slug is "kube-public", which is reserved for a namespace that is not an instance\'s.',
    RESERVED,
    '  openedx:instances[2].slug is "deploy", which is reserved for a namespace that is not an instance\'s.',
    RESERVED,
  ],
  [
    "hosts that are no host names",
    {
      instances:
        "[{ slug: history, hosts: { lms: 'https://a.example', studio: '*.a.example', mfe: 'a.example:8080', meilisearch: a_b.example } }]",
    },
    "stacks/Pulumi.campus.yaml: 4 settings need attention:",
    '  openedx:instances[0].hosts.lms (history) is "https://a.example".',
    HOST,
    '  openedx:instances[0].hosts.studio (history) is "*.a.example".',
    HOST,
    '  openedx:instances[0].hosts.mfe (history) is "a.example:8080".',
    HOST,
    '  openedx:instances[0].hosts.meilisearch (history) is "a_b.example".',
    HOST,
  ],
  [
    "a host used twice, told once though the others follow from it",
    {
      instances:
        "[{ slug: history, hosts: { lms: learn.example } }, { slug: science, hosts: { lms: learn.example } }]",
    },
    ONE,
    '  openedx:instances[1].hosts.lms (science) is "learn.example", as openedx:instances[0].hosts.lms is.',
    OWN_HOST,
  ],
  [
    "a host that is another instance's by default",
    {
      instances:
        "[{ slug: history }, { slug: science, hosts: { studio: studio.history.example.org } }]",
    },
    ONE,
    '  openedx:instances[1].hosts.studio (science) is "studio.history.example.org", as openedx:instances[0].hosts.studio is by default.',
    OWN_HOST,
  ],
  [
    "a host used twice by one instance",
    { instances: "[{ slug: history, hosts: { lms: a.example, mfe: a.example } }]" },
    ONE,
    '  openedx:instances[0].hosts.mfe (history) is "a.example", as openedx:instances[0].hosts.lms is.',
    OWN_HOST,
  ],
  [
    "hosts that get too long by default",
    {
      cluster: `{ kind: existing, name: campus, environment: staging, domain: ${"d.".repeat(115)}example, ${NETWORK} }`,
      instances: "[{ slug: history }]",
    },
    ONE,
    "  openedx:instances[0].hosts.meilisearch (history) would by default be a host name of 257 characters.",
    "    Write a host name of at most 253 characters here, or shorten openedx:cluster.domain.",
  ],
  [
    "names that meet after derivation",
    {
      instances:
        "[{ slug: history, environment: staging-x }, { slug: history-staging, environment: x }]",
    },
    ONE,
    '  openedx:instances[1].slug is "history-staging", which gives the Argo CD Application "history-staging-x" that "history" has already.',
    "    Choose another slug, or another environment where that is part of the name.",
  ],
  [
    "a folder used twice",
    {
      gitops: "{ repository: git@example.org:a/b.git, path: env }",
      instances:
        "[{ slug: history }, { slug: science, gitops: { repository: 'git@example.org:a/b' } }]",
    },
    ONE,
    '  openedx:instances[1].gitops.path (science) is "env", the folder that openedx:instances[0] is deployed from.',
    "    Give each instance its own folder, most easily by {slug} in openedx:gitops.path.",
  ],
  [
    "sizes that do not exist",
    {
      sizes: "{ big: {}, small: {} }",
      defaults: "{ release: ulmo, size: huge }",
      instances: "[{ slug: history, size: tiny }]",
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    '  openedx:defaults.size is "huge", which is no size.',
    "    Write one of: small, medium, large, big; or add it to openedx:sizes.",
    '  openedx:instances[0].size (history) is "tiny", which is no size.',
    "    Write one of: small, medium, large, big; or add it to openedx:sizes.",
  ],
  [
    "mistakes in sizes and defaults",
    {
      sizes: "{ A B: {}, big: { size: small, release: maple } }",
      defaults: "{ sync: manual }",
    },
    "stacks/Pulumi.campus.yaml: 4 settings need attention:",
    "  openedx:defaults.release is missing.",
    "    Write one of: sumac, teak, ulmo, verawood.",
    '  openedx:sizes["A B"] has a name that cannot be used.',
    "    Write the name of a size of at most 63 lower-case letters, digits and hyphens, starting with a letter, ending with a letter or digit.",
    '  openedx:sizes.big.release is "maple".',
    "    Write one of: sumac, teak, ulmo, verawood.",
    "  openedx:sizes.big.size is no known setting.",
    "    Known here: release, environment, sync, deletionProtection, gitops, storage, databases, smtp, workloads, quota.",
  ],
  [
    "mistakes of shape and between instances, all at once",
    {
      instances:
        "[{ slug: history, sync: yes, hosts: { lms: a.example } }, { slug: science, hosts: { lms: b.example } }, " +
        "{ slug: arts, hosts: { lms: b.example } }, { slug: law, hosts: { lms: a.example }, relese: ulmo }]",
    },
    "stacks/Pulumi.campus.yaml: 4 settings need attention:",
    '  openedx:instances[0].sync (history) is "yes".',
    "    Write one of: auto, manual.",
    '  openedx:instances[2].hosts.lms (arts) is "b.example", as openedx:instances[1].hosts.lms is.',
    OWN_HOST,
    "  openedx:instances[3].relese (law) is no known setting.",
    "    Known here: slug, platformName, hosts, domains, extraHosts, certificates, release, environment, sync, deletionProtection, gitops, storage, databases, smtp, workloads, quota, size, onDeprovisionFailure, redis, rotation.",
    '  openedx:instances[3].hosts.lms (law) is "a.example", as openedx:instances[0].hosts.lms is.',
    OWN_HOST,
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});
