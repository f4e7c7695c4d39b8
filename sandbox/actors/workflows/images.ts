import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ClientProgram, MysqlInstallation, Tools } from "../../contract";
import { makePrivateDirectory } from "../../servers/files";
import { findOnPath } from "../../toolchain/on-path";
import { WorkflowError } from "./fields";

/** The tools of the runner that are the clients in the templates' images. */
export interface Clients extends Pick<Tools, "mysql" | "awsCli" | "mongosh"> {
  /** Where the name of a cloud's server leads. Without it, nowhere. */
  readonly managedMysql?: { readonly host: string; readonly port: number };
}

/** A client of the sandbox for each image, under the name that it has there. */
const CLIENTS: Readonly<Record<string, (clients: Clients) => readonly [string, ClientProgram]>> = {
  "docker.io/library/mysql": ({ mysql, managedMysql }) => [
    "mysql",
    mysqlClient(mysql, managedMysql),
  ],
  "docker.io/library/mongo": ({ mongosh }) => ["mongosh", mongosh],
  "docker.io/amazon/aws-cli": ({ awsCli }) => ["aws", awsCli],
};

/** Of what all these images have besides, the programs that a script may use. */
const COMMON = ["bash", "base64", "cat", "mkdir", "rm", "sleep", "tail"];

/** Folders that this process has made. */
const made = new Set<string>();

/**
 * Makes the folder that stands for the PATH of an image: it holds the image's client, and nothing that the image has not.
 * The image itself, and the version that its tag names, are not here.
 *
 * @throws WorkflowError for an image that is not known
 */
export function programsOf(image: string, folder: string, clients: Clients): string {
  const [, repository = "", tag] = /^(.*?)(?::([^:/]+))?$/.exec(image) ?? [];
  const client = CLIENTS[repository];
  if (client === undefined || tag === undefined)
    throw new WorkflowError(
      `the sandbox cannot run this workflow: it has the programs of ${Object.keys(CLIENTS).join(", ")}, each with a tag, not of ${image}`,
    );
  const bin = join(folder, repository.replaceAll("/", "_"));
  // Once only: containers that run use it.
  if (made.has(bin)) return bin;
  made.add(bin);
  rmSync(bin, { recursive: true, force: true });
  makePrivateDirectory(bin);
  for (const name of COMMON) {
    const program = findOnPath(name, process.env);
    if (program !== undefined) symlinkSync(program, join(bin, name));
  }
  const [name, program] = client(clients);
  writeWrapper(join(bin, name), program);
  return bin;
}

/** The client beside the server, started as the server is. */
function mysqlClient(
  { flavor, server, environment }: MysqlInstallation,
  managed: Clients["managedMysql"],
): ClientProgram {
  const client = join(dirname(server.at(-1) ?? ""), "..", "bin", flavor);
  const filter = optionFilter([
    ...(managed === undefined ? [] : [toManaged(managed)]),
    // MariaDB's client knows no such option.
    ...(flavor === "mariadb" ? ["case $option in --ssl-mode=*) continue ;; esac"] : []),
  ]);
  const command = ["bash", "-c", filter, ...server.slice(0, -1), client];
  return { command, environment };
}

/** Lets lines of Bash change `$option`, one after the other, or leave it out by `continue`. */
const optionFilter = (lines: readonly string[]): string =>
  [
    'all=" $* "',
    "for option do",
    "shift",
    ...lines,
    'set -- "$@" "$option"',
    "done",
    'exec "$0" "$@"',
  ].join("\n");

/** The ends of the names that clouds give their servers. */
const MANAGED = [".rds.amazonaws.com", ".db.ondigitalocean.com"];

/**
 * Plays the network of a cloud: the name of its server is the sandbox's. Nobody but the cloud has a certificate for such a
 * name, so what would be verified is encrypted only.
 */
const toManaged = ({ host, port }: NonNullable<Clients["managedMysql"]>): string =>
  `if [[ ${MANAGED.map((end) => `$all == *" --host="*"${end} "*`).join(" || ")} ]]; then case $option in
  --host=*) option=--host=${host} ;;
  --port=*) option=--port=${port} ;;
  --ssl-mode=VERIFY_*) option=--ssl-mode=REQUIRED ;;
  --ssl-ca=*) continue ;;
esac; fi`;

function writeWrapper(file: string, { command, environment }: ClientProgram): void {
  const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
  const settings = Object.entries(environment).map(
    ([name, value]) => `export ${name}=${quoted(value)}`,
  );
  const lines = ["#!/bin/bash", ...settings, `exec ${command.map(quoted).join(" ")} "$@"`, ""];
  writeFileSync(file, lines.join("\n"));
  chmodSync(file, 0o700);
}
