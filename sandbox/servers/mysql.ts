import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { createConnection } from "mysql2/promise";
import { OperatorError } from "../contract";
import type { MysqlInstallation, Servers } from "../contract";
import { credentials } from "./credentials";
import { makePrivateDirectory, readIfPresent, writePrivateFile } from "./files";
import { LOOPBACK, portFor } from "./ports";
import { startProcess, stopProcess } from "./process";
import { ensureServer, serverFailure, START_PATIENCE } from "./server";
import type { Start } from "./server";
import { pollUntil } from "./wait";

const ADMIN_USER = "root";

/** The process that makes an empty data directory, before the first start. */
const INITIALIZATION = "mysql-initialization";

/** Runs MySQL, or MariaDB in its place, and says where it is. */
export async function ensureMysql(
  start: Start,
  installation: MysqlInstallation,
): Promise<Servers["mysql"]> {
  const { flavor, version } = installation;
  const title = flavor === "mysql" ? "MySQL" : "MariaDB";
  const workingDirectory = join(start.directory, "mysql");
  const port = portFor(start.directory, "mysql");
  const adminPassword = credentials(start.directory).mysqlAdminPassword;
  await prepareData(start, workingDirectory, installation, title);
  await ensureServer(start, {
    name: "mysql",
    title,
    workingDirectory,
    environment: installation.environment,
    command: [
      ...installation.server,
      ...serverOptions(installation, workingDirectory, port),
      `--init-file=${writeAdministrator(workingDirectory, adminPassword)}`,
    ],
    ports: [port],
    ready: () => letsIn(port, adminPassword),
  });
  return { flavor, version, host: LOOPBACK, port, adminUser: ADMIN_USER, adminPassword };
}

const dataDirectory = (workingDirectory: string): string => join(workingDirectory, "data");

function exchangeDirectory(workingDirectory: string): string {
  const directory = join(workingDirectory, "files");
  makePrivateDirectory(directory);
  return directory;
}

/** What making the data and serving them have in common; `--no-defaults` must come first. */
const commonOptions = ({ server }: MysqlInstallation, data: string): readonly string[] => [
  // The machine's own configuration of a server is not ours to follow.
  "--no-defaults",
  // Its messages and plugins lie beside the program, wherever that was unpacked.
  `--basedir=${join(dirname(server.at(-1) ?? ""), "..")}`,
  `--datadir=${data}`,
  // It will not run as root unless told so; it owns nothing but its folder here.
  ...(process.getuid?.() === 0 ? ["--user=root"] : []),
];

function serverOptions(
  installation: MysqlInstallation,
  workingDirectory: string,
  port: number,
): readonly string[] {
  return [
    ...commonOptions(installation, dataDirectory(workingDirectory)),
    ...[`--bind-address=${LOOPBACK}`, `--port=${port}`, "--skip-name-resolve"],
    // Relative to the data, because the path of a socket holds at most 107 bytes (unix(7)).
    ...["--socket=server.sock", "--pid-file=server.pid"],
    // Outside this folder no file of the machine is read or written by way of SQL.
    `--secure-file-priv=${exchangeDirectory(workingDirectory)}`,
    // A transaction survives the end of the server, not that of the machine: no wait for the disk.
    "--innodb-flush-log-at-trx-commit=2",
    ...["--skip-log-bin", "--performance-schema=OFF", "--innodb-buffer-pool-size=32M"],
    ...(installation.flavor === "mysql" ? ["--mysqlx=OFF"] : []),
  ];
}

/** Makes an empty data directory, once: whole, or not at all. */
async function prepareData(
  start: Start,
  workingDirectory: string,
  installation: MysqlInstallation,
  title: string,
): Promise<void> {
  const flavorFile = join(workingDirectory, "flavor");
  const data = dataDirectory(workingDirectory);
  if (existsSync(data)) {
    refuseOtherFlavor(readIfPresent(flavorFile)?.trim(), installation.flavor, data);
    return;
  }
  start.report(`${title}: making an empty data directory`);
  // One that was killed may have left its program at work.
  await stopProcess(start.directory, INITIALIZATION);
  const draft = join(workingDirectory, "data-draft");
  rmSync(draft, { recursive: true, force: true });
  makePrivateDirectory(draft);
  await initialize(start, workingDirectory, installation, draft);
  writePrivateFile(flavorFile, `${installation.flavor}\n`);
  renameSync(draft, data);
}

function refuseOtherFlavor(written: string | undefined, found: string, data: string): void {
  if (written === found) return;
  throw new OperatorError(
    `The databases in ${data} were written by ${written ?? "an unknown server"}, which ${found} cannot read. ` +
      `Make ${written ?? "that server"} available again and run the same command again; or run ` +
      `"npm run sandbox -- wipe", which deletes this sandbox with its data.`,
  );
}

async function initialize(
  { directory, signal, started }: Start,
  workingDirectory: string,
  installation: MysqlInstallation,
  data: string,
): Promise<void> {
  const options =
    installation.flavor === "mysql"
      ? ["--initialize-insecure"]
      : ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"];
  started.push(INITIALIZATION);
  const child = startProcess(directory, {
    name: INITIALIZATION,
    workingDirectory,
    environment: installation.environment,
    command: [...installation.initialize, ...commonOptions(installation, data), ...options],
  });
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await pollUntil(ended, START_PATIENCE, signal);
  await stopProcess(directory, INITIALIZATION);
  if (child.exitCode === 0) return;
  const [program = ""] = installation.initialize;
  const plan = { name: INITIALIZATION, title: program };
  throw serverFailure(directory, plan, "could not make an empty data directory");
}

/**
 * Statements that the server runs at each start before it lets anybody in: a password for the account that a
 * new data directory has, and an account for us, which comes by TCP.
 */
function writeAdministrator(workingDirectory: string, password: string): string {
  const file = join(workingDirectory, "administrator.sql");
  const account = `'${ADMIN_USER}'@'${LOOPBACK}'`;
  writePrivateFile(
    file,
    [
      `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`,
      `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
      `ALTER USER ${account} IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON *.* TO ${account} WITH GRANT OPTION;`,
      "",
    ].join("\n"),
  );
  return file;
}

async function letsIn(port: number, password: string): Promise<boolean> {
  try {
    const connection = await createConnection({
      host: LOOPBACK,
      port,
      user: ADMIN_USER,
      password,
      connectTimeout: 2_000,
    });
    await connection.end();
    return true;
  } catch {
    // Why it does not let us in stands in its log, which the operator sees if this lasts.
    return false;
  }
}
