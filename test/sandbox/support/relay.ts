import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

const LOOPBACK = "127.0.0.1";

/** A port of this machine behind which a server can be put, and taken away. */
export interface Relay {
  readonly port: number;
  /** Lets connections through to the server; before, nobody listens. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Reserves a port for a server that is to be down at first. */
export async function relayTo(server: { readonly port: number }): Promise<Relay> {
  const port = await freePort();
  const relay: Server = createServer((client) => {
    const upstream = connect(server.port, LOOPBACK);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream])
      socket.on("error", () => [client, upstream].forEach((each) => each.destroy()));
  });
  return {
    port,
    open: () => new Promise((resolve) => relay.listen(port, LOOPBACK, resolve)),
    close: () => new Promise((resolve) => relay.close(() => resolve())),
  };
}

/** A server that takes connections and never says anything, as one that hangs. */
export async function silentServer(port: number): Promise<{ close(): Promise<void> }> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
  return {
    close: () =>
      new Promise((resolve) => {
        for (const client of clients) client.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A port on which nobody listens. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
