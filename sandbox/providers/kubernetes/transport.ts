import { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../contract";
import { isProperties, parseJson, type Properties } from "../value";
import { ApiError } from "./api-error";
import { ConnectionError, exchange as httpsExchange, type Answer } from "./exchange";
import type { Access } from "./kubeconfig";
import { RateLimiter, type RateLimit } from "./rate-limit";

/** One request to the API server. */
export interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path and query. */
  readonly path: string;
  readonly body?: Properties;
  /** @default "application/json" */
  readonly contentType?: string;
}

export interface TransportOptions {
  readonly rateLimit: RateLimit;
  /** How long a request may take. Bounds, with the retries, how late an unreachable server is reported. */
  readonly timeoutSeconds: number;
  /**
   * Milliseconds to wait before each further attempt.
   * @default - 4 s in all: a server that restarts is back by then, and one that is gone is reported soon
   */
  readonly backOff?: readonly number[];
}

const BACK_OFF = [100, 300, 600, 1000, 2000];

/**
 * JSON over HTTPS to an API server, as it stands: the typed serializer of the official client drops plain `from` and
 * `default`, which turned a NetworkPolicy's `ingress: [{from: [...]}]` into one that lets everybody in.
 */
export class Transport {
  private readonly agent: Agent;
  private readonly limiter: RateLimiter;

  constructor(
    private readonly access: Access,
    private readonly options: TransportOptions,
    private readonly exchange = httpsExchange,
  ) {
    const { authority: ca, certificate: cert, key } = access;
    this.agent = new Agent({ keepAlive: true, maxSockets: 64, ca, cert, key });
    this.limiter = new RateLimiter(options.rateLimit);
  }

  /**
   * Sends a request, again if that can help.
   *
   * @throws ApiError if the server refuses, OperatorError if it cannot be reached
   */
  async send(call: Call): Promise<Properties> {
    const { backOff = BACK_OFF } = this.options;
    for (let attempt = 0; ; attempt++) {
      await sleep(this.limiter.take());
      try {
        return await this.attempt(call);
      } catch (error) {
        const wait = backOff[attempt];
        if (wait !== undefined && isWorthRetrying(error, call)) await sleep(wait);
        else throw this.explained(error);
      }
    }
  }

  private async attempt({ method, path, body, contentType }: Call): Promise<Properties> {
    const { token, server } = this.access;
    const text = body && JSON.stringify(body);
    const answer = await this.exchange({
      url: new URL(path, server),
      options: {
        method,
        agent: this.agent,
        headers: {
          accept: "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(text !== undefined && {
            "content-type": contentType ?? "application/json",
            "content-length": Buffer.byteLength(text),
          }),
        },
      },
      body: text,
      timeoutSeconds: this.options.timeoutSeconds,
    });
    return read(answer);
  }

  private explained(error: unknown): unknown {
    if (error instanceof ConnectionError) {
      return new OperatorError(
        `the Kubernetes API server at ${this.access.server} cannot be reached (${error.message}): check that the ` +
          "cluster runs and that the kubeconfig has its address and its authority, then run the same command again",
      );
    }
    if (error instanceof ApiError && error.status === 401) {
      return new OperatorError(
        `the Kubernetes API server at ${this.access.server} does not accept the credentials in the kubeconfig ` +
          `(${error.message}): get a new kubeconfig, then run the same command again`,
      );
    }
    return error;
  }
}

function isWorthRetrying(error: unknown, { method }: Call): boolean {
  if (error instanceof ConnectionError) return error.passing && (error.unsent || method !== "POST");
  if (!(error instanceof ApiError)) return false;
  // The server calls it an internal error when an applied object does not fit its definition.
  if (error.message.startsWith("failed to create typed patch object")) return false;
  if (error.status === 429 || error.status >= 500) return true;
  // Two writers met at an object that belongs to neither, such as a quota: the version of ours is not sent along.
  return error.status === 409 && /please apply your changes to the latest/.test(error.message);
}

/** @throws ApiError if it is a refusal */
function read({ status, text }: Answer): Properties {
  const answer = parseAnswer(text);
  // Health checks answer in plain text.
  if (status < 300) return answer ?? { text };
  const { message, reason } = answer ?? {};
  throw new ApiError(
    status,
    typeof reason === "string" ? reason : "",
    typeof message === "string" ? message : `HTTP ${status}: ${text.trim().slice(0, 500)}`,
  );
}

function parseAnswer(text: string): Properties | undefined {
  try {
    const answer = parseJson(text);
    return isProperties(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
