import { describe, expect, it } from "vitest";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const DEFAULTS = "{ release: ulmo, smtp: { host: smtp.example.org, user: campus } }";

const WRONG: readonly WrongFile[] = [
  [
    "a mail server that is none",
    {
      instances:
        "[{ slug: history, smtp: { host: 'smtp://a.example', port: 0, security: ssl, user: 'a b', from: 'History <a@example.org>', pass: x } }]",
    },
    "stacks/Pulumi.campus.yaml: 6 settings need attention:",
    '  openedx:instances[0].smtp.host (history) is "smtp://a.example".',
    "    Write the name or IPv4 address of a server in lower case, without scheme, user, port or path, for example mysql.example.org.",
    "  openedx:instances[0].smtp.port (history) is 0.",
    "    Write a whole number from 1 to 65535.",
    '  openedx:instances[0].smtp.security (history) is "ssl".',
    "    Write one of: starttls, tls, none.",
    '  openedx:instances[0].smtp.user (history) is "a b".',
    "    Write a user name of at most 254 characters without spaces.",
    '  openedx:instances[0].smtp.from (history) is "***@example.org>".',
    "    Write an address without a name, for example courses@example.org.",
    "  openedx:instances[0].smtp.pass (history) is no known setting.",
    "    Known here: host, port, security, user, from.",
  ],
  [
    "settings of a mail server that nobody names",
    {
      defaults: "{ release: ulmo, smtp: { security: tls } }",
      instances: "[{ slug: history }, { slug: science, smtp: { from: a@example.org } }]",
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:instances[0].smtp.host (history) is missing, while the smtp of its defaults has other settings.",
    "    Write the host of the mail server, here or in openedx:defaults.smtp, or remove the others.",
    "  openedx:instances[1].smtp.host (science) is missing, while the smtp of the instance has other settings.",
    "    Write the host of the mail server, here or in openedx:defaults.smtp, or remove the others.",
  ],
  [
    "passwords that nobody logs in with",
    {
      smtpPassword: "{ secure: v1:abc }",
      "smtpPassword-law": "{ secure: v1:abc }",
      defaults: "{ release: ulmo, smtp: { host: smtp.example.org } }",
    },
    "stacks/Pulumi.campus.yaml: 2 settings need attention:",
    "  openedx:smtpPassword is set, but no instance logs in to the mail server of openedx:defaults.smtp.",
    "    Write its host and user there, or run: pulumi config rm --stack campus openedx:smtpPassword",
    '  openedx:smtpPassword-law is set, but there is no instance "law" that logs in to a mail server.',
    "    Run: pulumi config rm --stack campus openedx:smtpPassword-law",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("the mail server of an instance", () => {
  const smtpOf = (sections: Readonly<Record<string, string>>) =>
    checked(stackFile(sections)).settings?.instances.map(({ smtp }) => smtp);

  it("is Tutor's own relay where nobody names one", () => {
    expect(smtpOf({ instances: "[{ slug: a }]" })).toEqual([undefined]);
  });

  it("is taken over setting by setting, at the port that its security is usual at", () => {
    const instances =
      "[{ slug: a }, { slug: b, smtp: { security: tls, from: b@example.org } }, { slug: c, smtp: { port: 2525, security: none } }]";
    expect(smtpOf({ defaults: DEFAULTS, instances })).toEqual([
      {
        host: "smtp.example.org",
        port: 587,
        security: "starttls",
        user: "campus",
        sharesLogin: true,
      },
      {
        host: "smtp.example.org",
        port: 465,
        security: "tls",
        user: "campus",
        from: "b@example.org",
        sharesLogin: true,
      },
      { host: "smtp.example.org", port: 2525, security: "none", user: "campus", sharesLogin: true },
    ]);
  });
});

describe("the password of a mail server", () => {
  const missing = (sections: Readonly<Record<string, string>>) =>
    checked(stackFile(sections))
      .missingSecrets.map(({ path: [key] }) => String(key))
      .filter((key) => key.startsWith("smtp"));

  it("is asked for once for all who have the login of the defaults", () => {
    const instances = "[{ slug: a }, { slug: b, smtp: { from: b@example.org } }]";
    expect(missing({ defaults: DEFAULTS, instances })).toEqual(["smtpPassword"]);
  });

  it("is not asked for where all of them have one of their own", () => {
    const own = { "smtpPassword-a": "{ secure: v1:abc }" };
    expect(missing({ defaults: DEFAULTS, instances: "[{ slug: a }]", ...own })).toEqual([]);
  });

  it("is never sent to another server, nor for another user: those have one of their own", () => {
    const instances =
      "[{ slug: a, smtp: { host: other.example.org } }, { slug: b, smtp: { user: b } }]";
    expect(missing({ defaults: DEFAULTS, instances })).toEqual([
      "smtpPassword-a",
      "smtpPassword-b",
    ]);
  });

  it("is none where nobody logs in", () => {
    const defaults = "{ release: ulmo, smtp: { host: smtp.example.org } }";
    expect(missing({ defaults })).toEqual([]);
  });
});
