import { gunzipSync } from "node:zlib";
import { decompress } from "fzstd";

/** A value that must be nowhere in clear. */
export interface KnownSecret {
  /** Whose and what it is, for example `history JWT_RSA_D`: all that a finding shows of it. */
  readonly name: string;
  readonly value: string;
}

/** Something that could hold a secret: a file, an object of the API server, what a command printed. */
export interface Place {
  readonly name: string;
  readonly content: string | Buffer;
}

/** Where a secret was found, as `<name of the secret> in <name of the place>`. */
export type Finding = string;

/**
 * Looks for secrets as they are, as they stand in JSON and URLs, and in base64, alone or inside of something longer.
 * What is compressed, as Helm keeps its releases and the engine its state, is looked into.
 */
export function findSecrets(
  places: readonly Place[],
  secrets: readonly KnownSecret[],
): readonly Finding[] {
  const wanted = secrets.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  return places.flatMap(({ name: place, content }) => {
    const bytes = Buffer.from(content);
    const contents = [bytes, ...unpacked(bytes)];
    const holds = (form: Buffer) => contents.some((each) => each.includes(form));
    return wanted.filter(({ forms }) => forms.some(holds)).map(({ name }) => `${name} in ${place}`);
  });
}

/** Shorter texts are found by chance; nothing that is generated is as short. */
const SHORTEST = 12;

/**
 * In a block of YAML the lines of a PEM file are indented, so they are looked for one by one; only the last full ones,
 * as those before them hold the public part of an RSA key as well.
 */
const privateLines = (value: string): readonly string[] =>
  value.startsWith("-----BEGIN")
    ? value
        .split("\n")
        .filter((line) => line.length >= 64 && !line.startsWith("-"))
        .slice(-5)
    : [];

function formsOf(value: string): readonly Buffer[] {
  if (value.length < SHORTEST) throw new Error("a secret of so few characters is found by chance");
  const json = JSON.stringify(value).slice(1, -1);
  const texts = [value, json, encodeURIComponent(value), ...privateLines(value)];
  const encoded = [value, json].flatMap(base64Forms);
  return [...new Set([...texts, ...encoded])].map((form) => Buffer.from(form));
}

/** In base64 a text looks different at each place in three bytes; the digits beside it depend on its neighbours. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const begin = Math.ceil((shift * 8) / 6);
    const end = Math.floor(((shift + bytes.length) * 8) / 6);
    const own = text.slice(begin, end);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(own)];
  });
}

/** How compressed bytes begin in base64. */
const COMPRESSED = /H4sI[A-Za-z0-9+/]{40,}={0,2}/g;

/** How a file begins that Zstandard has compressed ([RFC 8878](https://www.rfc-editor.org/rfc/rfc8878)). */
const ZSTANDARD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

function unpacked(content: Buffer): readonly Buffer[] {
  if (content.subarray(0, ZSTANDARD.length).equals(ZSTANDARD))
    return [Buffer.from(decompress(content))];
  const found = content.toString("latin1").match(COMPRESSED) ?? [];
  return found.map((text) => gunzipSync(Buffer.from(text, "base64")));
}
