import { setTimeout } from "node:timers/promises";

/** DigitalOcean's REST API. Paths begin with `/v2/`. */
export interface DigitalOceanApi {
  /**
   * Asks again while the API is busy (429), and where it is broken or silent if that does no harm.
   *
   * @throws Unclear where it is broken or silent
   */
  ask(request: Request): Promise<Answer>;
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
}

/** What a server that answers has said. */
export interface Answer {
  readonly status: number;
  /** JSON; undefined where there is none. */
  readonly body: unknown;
}

/** The API is broken or does not answer: whether it has done what it was asked is not known. */
export class Unclear extends Error {
  override readonly name = "Unclear";
}

interface ApiOptions {
  /** @default - DigitalOcean's own */
  readonly base?: string;
  readonly token: string;
  /** How long to wait before the second attempt; each further wait is twice as long. @default - a second */
  readonly waitMs?: number;
}

const ATTEMPTS = 6;

/** A request that is not answered ends after this long. */
const TIMEOUT_MS = 60_000;

export function digitaloceanApi({
  base = "https://api.digitalocean.com",
  token,
  waitMs = 1000,
}: ApiOptions): DigitalOceanApi {
  const once = async ({ method, path, body }: Request): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(new URL(path, base), {
      ...{ method, headers, body: body && JSON.stringify(body) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: parsed(await response.text()) };
  };
  const attempt = async (request: Request, left: number, wait: number): Promise<Answer> => {
    const answer = await once(request).catch((error: unknown) => new Unclear(wordsOf(error)));
    if (!(answer instanceof Unclear) && answer.status < 500 && answer.status !== 429) return answer;
    const isBusy = !(answer instanceof Unclear) && answer.status === 429;
    if (left === 0 || (!isBusy && request.method === "POST")) throw unclear(request, answer);
    await setTimeout(wait);
    return attempt(request, left - 1, wait * 2);
  };
  return { ask: (request) => attempt(request, ATTEMPTS - 1, waitMs) };
}

const unclear = ({ method, path }: Request, said: Answer | Unclear): Unclear =>
  new Unclear(
    `DigitalOcean's API does not do its work, ${method} ${path}: ` +
      `${said instanceof Unclear ? said.message : `${said.status} ${messageIn(said)}`}\n` +
      "Run the same command again: what is there is kept.",
  );

/** DigitalOcean's own words. */
export function messageIn({ body }: Answer): string {
  if (typeof body !== "object" || body === null || !("message" in body)) return "";
  return typeof body.message === "string" ? body.message : "";
}

/** `fetch failed` says nothing; its cause does. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
