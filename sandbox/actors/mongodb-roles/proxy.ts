import { connect, createServer, type Server, type Socket } from "node:net";
import { z } from "zod";
import { LOOPBACK } from "../../servers/ports";
import { readRoles, type Role, type RoleBook } from "./roles";
import { type Document, type Message, splitter, write } from "./wire";

/** Between whom the proxy stands. */
export interface ProxyOptions {
  /** The FerretDB that does all but roles. */
  readonly upstream: { readonly host: string; readonly port: number };
  readonly roles: RoleBook;
  /** Who may do everything, `<database>.<name>`. */
  readonly administrator: string;
}

/**
 * Stands before a FerretDB, which knows no roles, and keeps those of its users: it takes them out of the commands that
 * make users, shows them in `usersInfo`, and refuses what a user with them may not do.
 */
export const createProxy = (options: ProxyOptions): Server =>
  createServer((client) => {
    const upstream = connect(options.upstream);
    const connection = new Connection(client, upstream, options);
    const requests = splitter();
    const answers = splitter();
    client.on("data", (piece) => requests(piece).forEach((message) => connection.request(message)));
    upstream.on("data", (piece) => answers(piece).forEach((message) => connection.answer(message)));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      socket.on("close", () => other.destroy()).on("error", () => other.destroy());
  });

/** Starts a proxy on a port of this machine. */
export const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.on("error", reject).listen(port, LOOPBACK, resolve);
  });

/** What comes in a command that is looked at. */
const Sasl = z.looseObject({ payload: z.looseObject({ buffer: z.instanceof(Uint8Array) }) });
const UsersInfo = z.looseObject({
  users: z.array(z.looseObject({ _id: z.string() })).optional(),
});

/** A name in a command; what has none is about the users' own database. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "admin");

class Connection {
  private user: string | undefined;
  private readonly awaited = new Map<number, (answer: Document) => Document>();

  constructor(
    private readonly client: Socket,
    private readonly upstream: Socket,
    private readonly options: ProxyOptions,
  ) {}

  request(message: Message): void {
    const { body } = message;
    const [command = ""] = Object.keys(body ?? {});
    if (body === undefined) return void this.upstream.write(message.bytes);
    const database = textOf(body["$db"]);
    this.noticeLogin(command, body, database);
    const { roles, administrator } = this.options;
    if (this.user !== undefined && this.user !== administrator) {
      if (!roles.allows(this.user, command, database))
        return this.refuse(
          message,
          13,
          "Unauthorized",
          `not authorized on ${database} to execute command ${command}`,
        );
    }
    const change = CHANGES[command];
    if (change) return this.change(change, message, body, `${database}.${textOf(body[command])}`);
    if (command === "usersInfo")
      this.awaited.set(message.requestId, (answer) => this.withRoles(answer));
    this.upstream.write(message.bytes);
  }

  answer(message: Message): void {
    const then = this.awaited.get(message.responseTo);
    if (then === undefined || message.body === undefined)
      return void this.client.write(message.bytes);
    this.awaited.delete(message.responseTo);
    const { requestId, responseTo } = message;
    this.client.write(write(then(message.body), requestId, responseTo));
  }

  /** A driver logs in with a command, or already with its hello. Whether it may, the server decides. */
  private noticeLogin(command: string, body: Document, database: string): void {
    const early: unknown = body["speculativeAuthenticate"];
    const start = command === "saslStart" ? body : early;
    const sasl = Sasl.safeParse(start).data;
    if (sasl === undefined) return;
    const name = /(?:^|,)n=([^,]*)/.exec(Buffer.from(sasl.payload.buffer).toString("utf8"))?.[1];
    const source = start === body ? database : textOf(sasl["db"]);
    if (name !== undefined)
      this.user = `${source}.${name.replaceAll("=2C", ",").replaceAll("=3D", "=")}`;
  }

  /** Has the server change a user without roles, and keeps these once it has. */
  private change(change: Change, message: Message, body: Document, user: string): void {
    const { roles } = this.options;
    const wanted = "roles" in body ? readRoles(body["roles"], user.split(".", 1)[0] ?? "") : [];
    if (wanted === undefined)
      return this.refuse(
        message,
        238,
        "NotImplemented",
        "the sandbox keeps the role readWrite only",
      );
    const kept = "roles" in body ? wanted : roles.of(user);
    this.awaited.set(message.requestId, (answer) => {
      if (Number(answer["ok"]) === 1) change(roles, user, kept);
      return answer;
    });
    const forwarded = "roles" in body ? { ...body, roles: [] } : body;
    this.upstream.write(write(forwarded, message.requestId, 0));
  }

  private withRoles(answer: Document): Document {
    const { users } = UsersInfo.parse(answer);
    if (users === undefined) return answer;
    const { roles } = this.options;
    return { ...answer, users: users.map((user) => ({ ...user, roles: roles.of(user._id) })) };
  }

  private refuse({ requestId }: Message, code: number, codeName: string, errmsg: string): void {
    this.client.write(write({ ok: 0, errmsg, code, codeName }, 0, requestId));
  }
}

type Change = (book: RoleBook, user: string, roles: readonly Role[]) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  createUser: (book, user, roles) => book.set(user, roles),
  updateUser: (book, user, roles) => book.set(user, roles),
  dropUser: (book, user) => book.forget(user),
};
