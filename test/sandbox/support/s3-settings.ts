import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sandbox } from "./sandbox";

/** Settings of buckets that AWS has and the sandbox's object store refuses, with AWS's answer where there are none. */
const SETTINGS: Readonly<Record<string, string>> = {
  encryption: "ServerSideEncryptionConfigurationNotFoundError",
  publicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
  lifecycle: "NoSuchLifecycleConfiguration",
};

/** An object store with those settings: it keeps them as they were sent, and hands all else to the sandbox's own. */
export interface SettingsFront {
  readonly endpoint: string;
  /** What was sent, by `bucket?setting`. */
  readonly kept: ReadonlyMap<string, string>;
  close(): void;
}

/** What an object store may answer to the deletion of many objects at once. */
export const BATCH_ANSWERS = {
  /** A key with a character that XML cannot hold. */
  malformed: [400, "<Error><Code>MalformedXML</Code><Message>not well-formed</Message></Error>"],
  /** An object under a legal hold. */
  denied: [
    200,
    "<DeleteResult><Error><Key>held</Key><Code>AccessDenied</Code><Message>hold</Message></Error></DeleteResult>",
  ],
} as const;

/** @param batches what it answers to such a deletion, in place of the object store */
export async function startSettingsFront(
  batches?: keyof typeof BATCH_ANSWERS,
): Promise<SettingsFront> {
  const kept = new Map<string, string>();
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", "http://front");
    const setting = Object.keys(SETTINGS).find((name) => url.searchParams.has(name));
    if (batches !== undefined && url.searchParams.has("delete")) {
      const [status, body] = BATCH_ANSWERS[batches];
      incoming.resume().on("end", () => outgoing.writeHead(status).end(body));
      return;
    }
    if (setting === undefined) return forward(incoming, outgoing);
    answer(incoming, outgoing, { kept, setting, key: `${url.pathname.slice(1)}?${setting}` });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    kept,
    close: () => server.close().closeAllConnections(),
  };
}

interface Asked {
  readonly kept: Map<string, string>;
  readonly setting: string;
  readonly key: string;
}

function answer(incoming: IncomingMessage, outgoing: ServerResponse, asked: Asked): void {
  const { kept, setting, key } = asked;
  const parts: Buffer[] = [];
  incoming.on("data", (part: Buffer) => parts.push(part));
  incoming.on("end", () => {
    if (incoming.method === "PUT") {
      kept.set(key, Buffer.concat(parts).toString("utf8"));
      outgoing.end();
      return;
    }
    const body = kept.get(key);
    outgoing.statusCode = body === undefined ? 404 : 200;
    outgoing.end(body ?? `<Error><Code>${SETTINGS[setting]}</Code><Message>none</Message></Error>`);
  });
}

/** The request as it came: the signature covers its host as well. */
function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(sandbox().servers.objectStorage.endpoint);
  const { method, headers, url: path } = incoming;
  const upstream = request({ hostname, port, method, headers, path }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  upstream.on("error", () => outgoing.destroy());
  incoming.pipe(upstream);
}
