import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: unknown;
}

/** What is answered: a status and a body. `undefined` cuts the connection. */
export type Reply = readonly [status: number, body?: object] | undefined;

/** Answers as DigitalOcean's API does, by the test's own rule. */
export class FakeDigitalOcean {
  readonly asked: Asked[] = [];
  private readonly server: Server;

  constructor(reply: (asked: Asked, count: number) => Reply) {
    this.server = createServer((request, response) => {
      void askedIn(request).then((asked) => {
        this.asked.push(asked);
        const answer = reply(asked, this.asked.length);
        if (answer === undefined) return request.socket.destroy();
        const [status, body] = answer;
        response.writeHead(status).end(body && JSON.stringify(body));
        return undefined;
      });
    });
  }

  start = (): Promise<string> =>
    new Promise((resolve) => {
      this.server.listen(0, "127.0.0.1", () => {
        resolve(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
      });
    });

  stop = (): Promise<void> =>
    new Promise((resolve) => {
      this.server.closeAllConnections();
      this.server.close(() => resolve());
    });

  /** The requests in short. */
  calls = (): readonly string[] => this.asked.map(({ method, path }) => `${method} ${path}`);
}

async function askedIn(request: IncomingMessage): Promise<Asked> {
  const sent = await text(request);
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    token: request.headers.authorization ?? "",
    body: sent === "" ? undefined : (JSON.parse(sent) as unknown),
  };
}
