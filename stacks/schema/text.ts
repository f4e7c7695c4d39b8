import { z } from "zod";

/*
 * Every check carries one phrase that completes the sentence "Write ..." of the message for whatever it refuses.
 */

/** Text of the form `pattern`. */
export const text = (pattern: RegExp, expected: string) =>
  z.string(expected).regex(pattern, expected);

export function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return z.int(expected).min(least, expected).max(most, expected);
}

export const flag = () => z.boolean("true or false");

export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, choice(values));

/** The phrase for a setting that takes one of a few words. */
const choice = (values: readonly unknown[]) =>
  values.length === 1 ? `${String(values[0])}, the only choice` : `one of: ${values.join(", ")}`;

const SETTINGS = "its settings, one `name: value` a line, as in stacks/Pulumi.example.yaml";

/** What a union of sections says of a value whose `kind`, or whatever tells them apart, is none of theirs. */
export const unionError: z.core.$ZodErrorMap = (issue) => unionOr()(issue);

/** The same, where a member of the union is read elsewhere: by its `kinds`. */
export const unionOr =
  (...kinds: readonly string[]): z.core.$ZodErrorMap =>
  (issue) => {
    if (issue.code !== "invalid_union" || !Array.isArray(issue.options)) return SETTINGS;
    const options: readonly unknown[] = issue.options;
    return choice([...options, ...kinds]);
  };

/** Settings that belong together. A key that is not in `shape` is an error, as it is most often a typing mistake. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? Object.keys(shape).join(", ") : SETTINGS,
  });

/**
 * A section in two forms: the plain one, and that of something that exists, which has the setting `existing`. Which of the
 * two a wrong section was to be is told by {@link saysExisting}.
 */
export const orExisting = <Plain extends z.ZodType, Existing extends z.ZodType>(
  plain: Plain,
  existing: Existing,
) => z.union([plain, existing]);

/** Whether a section is, or was to be, one of something that exists. */
export const saysExisting = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "existing" in value;

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

/** A DNS label that starts with a letter: [RFC 1035](https://www.rfc-editor.org/rfc/rfc1035). */
export const label = (what: string, most = 63) =>
  text(
    new RegExp(`^[a-z](?:[a-z0-9-]{0,${most - 2}}[a-z0-9])?$`),
    `${what} of at most ${most} lower-case letters, digits and hyphens, starting with a letter, ending with a letter or digit`,
  );

/** The name of a public web site: [RFC 1123](https://www.rfc-editor.org/rfc/rfc1123), in lower case. */
export const HOST_NAME = new RegExp(
  `^(?=.{1,253}$)(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`,
);

export const hostName = () =>
  text(
    HOST_NAME,
    "a host name of at most 253 lower-case letters, digits, hyphens and full stops, without scheme, port, path, " +
      "underscore or wildcard, for example learn.example.org",
  );

/** A name or IPv4 address, which may be a bare name of the local network. */
const SERVER = `(?:${LABEL}\\.)*${LABEL}`;
const PORT = "(?::[0-9]{1,5})?";

export const server = () =>
  text(
    new RegExp(`^(?=.{1,253}$)${SERVER}$`),
    "the name or IPv4 address of a server in lower case, without scheme, user, port or path, for example mysql.example.org",
  );

export const serverWithPort = () =>
  text(
    new RegExp(`^(?=.{1,259}$)${SERVER}${PORT}$`),
    "the name of a server in lower case, without scheme or path, with the port if it is not 443, for example ghcr.io",
  );

export const webAddress = () =>
  text(
    new RegExp(`^https?://${SERVER}${PORT}$`),
    "an address that starts with https:// or http://, without user, password or path, for example https://s3.example.org",
  );

export const mongodbAddress = () =>
  text(
    new RegExp(
      `^(?:mongodb\\+srv://${SERVER}|(?:mongodb://)?${SERVER}${PORT}(?:,${SERVER}${PORT})*)$`,
    ),
    "an address without user, password or options, for example mongodb+srv://campus.abc12.mongodb.net",
  );
