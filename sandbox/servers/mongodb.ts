import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MongoClient, MongoServerError } from "mongodb";
import { makePrivateDirectory } from "./files";
import { forgetPort, LOOPBACK, portFor } from "./ports";
import { isRunning, stopProcess } from "./process";
import { ensureServer } from "./server";
import type { Start } from "./server";

/** The one user of a MongoDB server. */
export interface MongoLogin {
  readonly username: string;
  readonly password: string;
}

export interface MongoAddress {
  readonly host: string;
  readonly port: number;
}

/** Error code of a wrong user name or password (MongoDB's `AuthenticationFailed`). */
const AUTHENTICATION_FAILED = 18;

/**
 * The MongoDB servers of a sandbox. FerretDB knows no roles: whoever may log in may read everything. So each
 * user gets a server, with data, of its own.
 */
export class MongoServers {
  /**
   * @param ferretdb path of the program
   * @param directory the sandbox's folder, which `startServers` has made
   */
  constructor(
    private readonly ferretdb: string,
    private readonly directory: string,
  ) {}

  /** Names of the servers that have data here, whether they run or not, in order. */
  list(): readonly string[] {
    const folder = join(this.directory, "mongodb");
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  /**
   * Runs a server that lets in this user with this password and nobody else; the data of an earlier one of
   * that name are kept, whoever its user was.
   * @param name lower-case letters, digits and hyphens, at most 63
   * @throws OperatorError where the server does not start
   */
  async start(name: string, login: MongoLogin): Promise<MongoAddress> {
    const start = this.unattended();
    try {
      await this.run(start, name, login);
      if (!(await this.letsIn(name, login))) {
        await this.stop(name);
        this.forgetUsers(name);
        await this.run(start, name, login);
      }
    } catch (error) {
      await this.stop(name);
      throw error;
    }
    return this.address(name);
  }

  /** Runs a server that has data here again, with the user it had. */
  async restart(name: string, start: Start): Promise<void> {
    await this.run(start, name);
  }

  /** Stops a server; its data stay. */
  async stop(name: string): Promise<void> {
    await stopProcess(this.directory, processName(name));
  }

  /** Stops a server and deletes its data. Does nothing where there is none. */
  async remove(name: string): Promise<void> {
    await this.stop(name);
    rmSync(this.folder(name), { recursive: true, force: true });
    forgetPort(this.directory, processName(name));
  }

  /** Where a server listens, whether it runs or not. */
  address(name: string): MongoAddress {
    return { host: LOOPBACK, port: portFor(this.directory, processName(name)) };
  }

  /** Tells whether a server runs. */
  isRunning(name: string): boolean {
    return isRunning(this.directory, processName(name));
  }

  private folder(name: string): string {
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
      throw new Error(
        `"${name}" is no name for a MongoDB server: 1 to 63 lower-case letters, digits and hyphens`,
      );
    return join(this.directory, "mongodb", name);
  }

  private unattended(): Start {
    const { signal } = new AbortController();
    return { directory: this.directory, report: () => undefined, signal, started: [] };
  }

  private async run(start: Start, name: string, firstUser?: MongoLogin): Promise<void> {
    const workingDirectory = this.folder(name);
    const { host, port } = this.address(name);
    makePrivateDirectory(join(workingDirectory, DATA_FOLDER));
    await ensureServer(start, {
      name: processName(name),
      title: `FerretDB of ${name}`,
      workingDirectory,
      command: [
        this.ferretdb,
        "--handler=sqlite",
        `--sqlite-url=file:${DATA_FOLDER}/`,
        "--state-dir=.",
        `--listen-addr=${host}:${port}`,
        ...["--debug-addr=-", "--telemetry=disable", "--log-level=error"],
        "--test-enable-new-auth",
      ],
      environment: firstUser ? firstUserEnvironment(firstUser) : {},
      ports: [port],
      ready: () => Promise.resolve(true),
    });
  }

  /** Makes the next start create its user afresh: FerretDB does so where it has no such database. */
  private forgetUsers(name: string): void {
    const data = join(this.folder(name), DATA_FOLDER);
    for (const file of readdirSync(data).filter((file) =>
      file.startsWith(`${USERS_DATABASE}.sqlite`),
    ))
      rmSync(join(data, file));
  }

  private async letsIn(name: string, { username, password }: MongoLogin): Promise<boolean> {
    const { host, port } = this.address(name);
    const client = new MongoClient(`mongodb://${host}:${port}`, {
      auth: { username, password },
      authSource: USERS_DATABASE,
      directConnection: true,
      serverSelectionTimeoutMS: 5_000,
    });
    try {
      await client.connect();
      return true;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === AUTHENTICATION_FAILED) return false;
      throw error;
    } finally {
      await client.close();
    }
  }
}

const DATA_FOLDER = "data";
const USERS_DATABASE = "admin";

const processName = (name: string): string => `mongodb-${name}`;

/** In the environment, not on the command line, which every user of the machine may read. */
const firstUserEnvironment = ({ username, password }: MongoLogin): Record<string, string> => ({
  FERRETDB_SETUP_DATABASE: USERS_DATABASE,
  FERRETDB_SETUP_USERNAME: username,
  FERRETDB_SETUP_PASSWORD: password,
});
