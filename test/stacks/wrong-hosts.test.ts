import { describe, expect, it } from "vitest";
import { messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const HOST =
  "    Write a host name of at most 253 lower-case letters, digits, hyphens and full stops, without scheme, port, path, underscore or wildcard, for example learn.example.org.";
const OWN_HOST = "    Give each of the two its own host name.";
const CERTIFICATE =
  "    Write a name of at most 40 lower-case letters and digits, starting with a letter, for example main.";
const SETTINGS =
  "    Write its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml.";
const SECRET = "    Remove it; if the file was ever shared, change the secret where it is used.";

const WRONG: readonly WrongFile[] = [
  [
    "hosts of further domains, extra hosts and certificates that are no host names",
    {
      instances:
        "[{ slug: history, domains: [{ lms: 'https://a.example', studio: A.example, mfe: '*.a.example' }, {}], " +
        "extraHosts: [{ host: a_b.example, to: nginx }, a.example], certificates: [{ name: Main, hosts: ['*.a.example'] }, { name: two-words, hosts: [] }] }]",
    },
    "stacks/Pulumi.campus.yaml: 11 settings need attention:",
    '  openedx:instances[0].domains[0].lms (history) is "https://a.example".',
    HOST,
    '  openedx:instances[0].domains[0].studio (history) is "A.example".',
    HOST,
    '  openedx:instances[0].domains[0].mfe (history) is "*.a.example".',
    HOST,
    "  openedx:instances[0].domains[1].lms (history) is missing.",
    HOST,
    '  openedx:instances[0].extraHosts[0].host (history) is "a_b.example".',
    HOST,
    '  openedx:instances[0].extraHosts[0].to (history) is "nginx".',
    "    Write one of: caddy, lms.",
    '  openedx:instances[0].extraHosts[1] (history) is "a.example".',
    SETTINGS,
    '  openedx:instances[0].certificates[0].name (history) is "Main".',
    CERTIFICATE,
    '  openedx:instances[0].certificates[0].hosts[0] (history) is "*.a.example".',
    HOST,
    '  openedx:instances[0].certificates[1].name (history) is "two-words".',
    CERTIFICATE,
    "  openedx:instances[0].certificates[1].hosts (history) is an empty list.",
    "    Write a list of at least one host name.",
  ],
  [
    "lists that are none",
    { instances: "[{ slug: history, domains: {}, extraHosts: a.example, certificates: main }]" },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    "  openedx:instances[0].domains (history) is a group of settings.",
    "    Write a list of domains, one `- lms: host name` each.",
    '  openedx:instances[0].extraHosts (history) is "a.example".',
    "    Write a list of host names, one `- host: host name` each.",
    '  openedx:instances[0].certificates (history) is "main".',
    "    Write a list of certificates, each a name and its hosts.",
  ],
  [
    "hosts that another instance has, whatever they are for there",
    {
      instances:
        "[{ slug: history, domains: [{ lms: one.example, studio: two.example }], extraHosts: [{ host: three.example }] }, " +
        "{ slug: science, hosts: { lms: one.example, studio: two.example }, domains: [{ lms: three.example }], extraHosts: [{ host: apps.one.example }] }]",
    },
    "stacks/Pulumi.campus.yaml: 4 settings need attention:",
    '  openedx:instances[1].hosts.lms (science) is "one.example", as openedx:instances[0].domains[0].lms is.',
    OWN_HOST,
    '  openedx:instances[1].hosts.studio (science) is "two.example", as openedx:instances[0].domains[0].studio is.',
    OWN_HOST,
    '  openedx:instances[1].domains[0].lms (science) is "three.example", as openedx:instances[0].extraHosts[0].host is.',
    OWN_HOST,
    '  openedx:instances[1].extraHosts[0].host (science) is "apps.one.example", as openedx:instances[0].domains[0].mfe is by default.',
    OWN_HOST,
  ],
  [
    "a further domain used twice, told once though its micro-frontends follow from it",
    { instances: "[{ slug: history, domains: [{ lms: a.example }, { lms: a.example }] }]" },
    ONE,
    '  openedx:instances[0].domains[1].lms (history) is "a.example", as openedx:instances[0].domains[0].lms is.',
    OWN_HOST,
  ],
  [
    "hosts used twice, also where something else is wrong with their instances",
    {
      instances:
        "[{ slug: history, sync: yes, domains: [{ lms: a.example }, 7] }, { slug: science, extraHosts: [{ host: a.example, too: lms }] }]",
    },
    "stacks/Pulumi.campus.yaml: 4 settings need attention:",
    "  openedx:instances[0].domains[1] (history) is 7.",
    SETTINGS,
    '  openedx:instances[0].sync (history) is "yes".',
    "    Write one of: auto, manual.",
    "  openedx:instances[1].extraHosts[0].too (science) is no known setting.",
    "    Known here: host, to.",
    '  openedx:instances[1].extraHosts[0].host (science) is "a.example", as openedx:instances[0].domains[0].lms is.',
    OWN_HOST,
  ],
  [
    "micro-frontends of a further domain whose host gets too long by default",
    { instances: `[{ slug: history, domains: [{ lms: ${"d.".repeat(121)}example }] }]` },
    ONE,
    "  openedx:instances[0].domains[0].mfe (history) would by default be a host name of 254 characters.",
    "    Write a host name of at most 253 characters here.",
  ],
  [
    "a host for notes where the plugin has no database",
    { instances: "[{ slug: history, databases: [discovery], hosts: { notes: n.example } }]" },
    ONE,
    '  openedx:instances[0].hosts.notes (history) is "n.example", while "notes" is none of its databases.',
    "    Add notes to its databases if it runs the plugin, or remove this line.",
  ],
  [
    "certificates whose names or hosts are not clear",
    {
      instances:
        "[{ slug: history, extraHosts: [{ host: www.example }], certificates: [{ name: main, hosts: [www.example, history.example.org] }, " +
        "{ name: main, hosts: [www.example, other.example] }] }]",
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    '  openedx:instances[0].certificates[1].name (history) is "main", as openedx:instances[0].certificates[0].name is.',
    "    Give each certificate of the instance its own name, or make one entry of both.",
    '  openedx:instances[0].certificates[1].hosts[0] (history) is "www.example", as openedx:instances[0].certificates[0].hosts[0] is.',
    "    Name each host once: one certificate serves it.",
    '  openedx:instances[0].certificates[1].hosts[1] (history) is "other.example", which is no host of the instance.',
    "    Write one of its hosts (history.example.org, studio.history.example.org, apps.history.example.org, meilisearch.history.example.org, www.example), or add it to its extraHosts.",
  ],
  [
    "secrets in a site's configuration, which it does not repeat",
    {
      instances:
        "[{ slug: history, domains: [{ lms: a.example, siteConfiguration: { 'A B': 1, PLATFORM_NAME: Museum } }] }, " +
        "{ slug: science, domains: [{ lms: b.example, siteConfiguration: { EMAIL_HOST_PASSWORD: hunter2, PASSWORD_RESET_SUPPORT_LINK: 'https://b.example', OAUTH: [{ client_secret: hunter2 }] } }] }]",
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    '  openedx:instances[0].domains[0].siteConfiguration["A B"] (history) has a name that cannot be used.',
    "    Write the name of a setting of Open edX: letters, digits and underscores, for example PLATFORM_NAME.",
    "  openedx:instances[1].domains[0].siteConfiguration.EMAIL_HOST_PASSWORD (science) has the name of a secret, and all that stands here is written to Git.",
    SECRET,
    "  openedx:instances[1].domains[0].siteConfiguration.OAUTH[0].client_secret (science) has the name of a secret, and all that stands here is written to Git.",
    SECRET,
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});
