import { oneOf, section, server, text, wholeNumber } from "./text";

export const smtp = section({
  host: server().optional().describe("Name or IPv4 address of the mail server."),
  port: wholeNumber(1, 65_535)
    .optional()
    .describe("Without it: 587 with `starttls`, 465 with `tls`, 25 with `none`."),
  security: oneOf(["starttls", "tls", "none"])
    .optional()
    .describe(
      "`starttls` (the default): the connection is encrypted by STARTTLS. `tls`: from its first byte. `none`: not at all.",
    ),
  user: text(/^\S{1,254}$/, "a user name of at most 254 characters without spaces")
    .optional()
    .describe(
      "Who logs in to the mail server, by the secret `openedx:smtpPassword`, or `openedx:smtpPassword-<slug>`. Without it: nobody does.",
    ),
  from: text(
    /^[^\s@<>",;]{1,64}@[A-Za-z0-9.-]{1,253}$/,
    "an address without a name, for example courses@example.org",
  )
    .optional()
    .describe("Address that mail comes from. Without it: Tutor's `CONTACT_EMAIL`."),
}).describe(
  "The mail server that instances send by. Taken over setting by setting. Without it: Tutor's own relay, in the namespace.",
);
