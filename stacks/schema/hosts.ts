import { z } from "zod";
import { hostName, oneOf, section, text } from "./text";

export const hosts = section({
  lms: hostName().optional().describe("Where learners go. Without it: `<slug>.<domain>`."),
  studio: hostName().optional().describe("Where authors go. Without it: `studio.<lms>`."),
  mfe: hostName()
    .optional()
    .describe("Where the micro-frontends are served. Without it: `apps.<lms>`."),
  meilisearch: hostName()
    .optional()
    .describe("Where search is served. Without it: `meilisearch.<lms>`."),
  notes: hostName()
    .optional()
    .describe(
      "Where learners' notes are served, if `notes` is one of its databases. Without it: `notes.<lms>`.",
    ),
}).describe("Public host names. Each serves one instance only.");

/** Names of Python settings, of which some are in lower case. */
const settingName = text(
  /^[A-Za-z_]\w{0,99}$/,
  "the name of a setting of Open edX: letters, digits and underscores, for example PLATFORM_NAME",
);

const domain = section({
  lms: hostName().describe("Where its learners go."),
  studio: hostName()
    .optional()
    .describe("Where its authors go. Without it: where those of the instance go."),
  mfe: hostName()
    .optional()
    .describe("Where its micro-frontends are served. Without it: `apps.<lms>`."),
  siteConfiguration: z
    .record(settingName, z.unknown(), { error: "settings of Open edX, one `NAME: value` a line" })
    .optional()
    .describe(
      "Settings of Open edX that differ on this domain, such as `PLATFORM_NAME`. No secrets: they are written to Git.",
    ),
}).describe("A further domain with a site of its own.");

export const domains = z
  .array(domain, "a list of domains, one `- lms: host name` each")
  .describe(
    "Further domains, each a site of its own with the learners and courses of the instance. See docs/hosts.md.",
  );

const extraHost = section({
  host: hostName().describe("A further host name."),
  to: oneOf(["caddy", "lms"])
    .optional()
    .describe(
      "`caddy` (the default): an Ingress of its own, for whatever the instance's Caddy serves there. `lms`: another name of the LMS.",
    ),
}).describe("A further host name of the instance.");

export const extraHosts = z
  .array(extraHost, "a list of host names, one `- host: host name` each")
  .describe(
    "Further host names without a site of their own, such as those of plugins: `discovery.<lms>`.",
  );

const certificate = section({
  // It ends the keys of two secrets and begins with the slug, which may have hyphens.
  name: text(
    /^[a-z][a-z0-9]{0,39}$/,
    "a name of at most 40 lower-case letters and digits, starting with a letter, for example main",
  ).describe(
    "Name of the certificate. It is the secret `openedx:tlsCertificate-<slug>-<name>`, its key `openedx:tlsKey-<slug>-<name>`.",
  ),
  hosts: z
    .array(hostName(), "a list of host names")
    .min(1, "a list of at least one host name")
    .describe("The hosts of the instance that it serves."),
}).describe("A certificate of your own, with its key.");

export const certificates = z
  .array(certificate, "a list of certificates, each a name and its hosts")
  .describe(
    "Certificates of your own. All other hosts get one from Let's Encrypt by themselves. See docs/hosts.md.",
  );
