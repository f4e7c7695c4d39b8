import { request, type RequestOptions } from "node:https";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The server did not answer, or not to the end. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  constructor(
    message: string,
    /** Whether another attempt cannot do the work twice, as the server has not read the request. */
    readonly unsent: boolean,
    /** Whether another attempt can end otherwise: a server may restart, a wrong certificate stays wrong. */
    readonly passing: boolean,
  ) {
    super(message);
  }
}

export interface Exchange {
  readonly url: URL;
  readonly options: RequestOptions;
  readonly body?: string;
  readonly timeoutSeconds: number;
}

/** One HTTPS request and its answer. @throws ConnectionError */
export function exchange({ url, options, body, timeoutSeconds }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", (error) => fail(error));
      response.on("end", () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    const fail = (error: NodeJS.ErrnoException): void => {
      clearTimeout(timer);
      // A kept connection that the server has closed meanwhile fails before the request is read.
      const unsent = error.code === "ECONNREFUSED" || sent.reusedSocket;
      reject(new ConnectionError(error.message, unsent, PASSING.includes(error.code ?? "")));
    };
    const timer = setTimeout(
      () => sent.destroy(new Error(`no answer within ${timeoutSeconds} seconds`)),
      timeoutSeconds * 1000,
    );
    sent.on("error", fail);
    sent.end(body);
  });
}

const PASSING = ["ECONNREFUSED", "ECONNRESET", "EPIPE"];
