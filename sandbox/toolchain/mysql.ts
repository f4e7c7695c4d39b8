import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type MysqlInstallation, OperatorError } from "../contract";
import type { Recipe, Workshop } from "./cache";
import { run } from "./command";
import {
  keepOnly,
  type PackageRequest,
  type Platform,
  PLATFORMS,
  reasonOf,
  unpackPackages,
} from "./debian-packages";
import { askOnPath, findOnPath } from "./on-path";
import { isAtLeast, type Version } from "./versions";

type Flavor = MysqlInstallation["flavor"];

/** The oldest line that its makers still mend: support of 8.0 ended in April 2026. */
const OLDEST_MYSQL: Version = { major: 8, minor: 4, patch: 0, suffix: "" };

/** Where the distributions keep the server from all data but the machine's own. */
const APPARMOR_PROFILE = "/etc/apparmor.d/usr.sbin.mysqld";

/** The one suite of Debian that has MySQL itself; the others have MariaDB alone. */
const MYSQL_SUITE = "sid";

const REQUESTS: Readonly<Record<Flavor, Omit<PackageRequest, "root">>> = {
  mysql: {
    packages: ["mysql-server-core", "mysql-client-core", "libc6"],
    suite: MYSQL_SUITE,
    // Wanted by the profiler of a memory allocator, which nothing here runs.
    leaveOut: ["perl", "libperl"],
  },
  mariadb: {
    packages: ["mariadb-server-core", "mariadb-client-core"],
    // It is run by the machine's own loader, which accepts no C library but its own.
    leaveOut: ["libc6_"],
  },
};

/** What is kept below usr/bin and usr/share: the other tools and texts would double the size. */
const KEPT = {
  bin: ["mysql", "mysqldump", "mariadb", "mariadb-install-db", "my_print_defaults", "resolveip"],
  share: ["mysql", "mariadb"],
};

/** The machine's own MySQL server, if it is new enough and free to keep its data where it is told. */
export async function mysqlOnPath(
  environment: NodeJS.ProcessEnv,
): Promise<MysqlInstallation | undefined> {
  const found = await askOnPath("mysqld", ["--no-defaults", "--version"], environment);
  if (found === undefined || /mariadb/i.test(found.banner)) return undefined;
  if (!isAtLeast(found.version, OLDEST_MYSQL)) return undefined;
  if (found.path === "/usr/sbin/mysqld" && existsSync(APPARMOR_PROFILE)) return undefined;
  const { major, minor, patch } = found.version;
  return {
    flavor: "mysql",
    version: `${major}.${minor}.${patch}`,
    server: [found.path],
    initialize: [found.path],
    environment: {},
    root: join(dirname(found.path), "..", ".."),
  };
}

/**
 * Takes MySQL out of Debian's packages, or MariaDB out of the machine's own where that fails. The suite moves on; the entry
 * keeps what was fetched when it was made. Its `make` throws an OperatorError where neither can be had.
 */
export const MYSQL_RECIPE: Recipe = {
  name: "mysql",
  version: MYSQL_SUITE,
  megabytes: 230,
  seconds: 20,
  needsGo: false,
  async make(folder, workshop) {
    requirePackageTools(workshop.environment);
    platformOf(process.arch);
    try {
      await unpackServer("mysql", folder, workshop);
    } catch (mysqlFailure) {
      workshop.report(
        `MySQL cannot be had (${reasonOf(mysqlFailure)}); trying MariaDB in its place`,
      );
      rmSync(join(folder, "root"), { recursive: true, force: true });
      await unpackServer("mariadb", folder, workshop).catch((mariadbFailure: unknown) => {
        throw noServer(mysqlFailure, mariadbFailure);
      });
    }
  },
};

/** How to run the server of a finished entry. */
export function describeMysql(folder: string): MysqlInstallation {
  const text = readFileSync(join(folder, "server.json"), "utf8");
  const { flavor, version } = Unpacked.parse(JSON.parse(text));
  return { version, ...commandsOf(flavor, join(folder, "root")) };
}

const Unpacked = z.object({ flavor: z.enum(["mysql", "mariadb"]), version: z.string() });

/** Unpacks a server and asks it for its version, which shows that it runs on this machine. */
async function unpackServer(flavor: Flavor, folder: string, workshop: Workshop): Promise<void> {
  const root = join(folder, "root");
  await unpackPackages({ ...REQUESTS[flavor], root }, workshop.environment);
  keepOnly(join(root, "usr", "bin"), KEPT.bin);
  keepOnly(join(root, "usr", "share"), KEPT.share);
  const { server, environment } = commandsOf(flavor, root);
  const [program = "", ...options] = server;
  const banner = await run(program, [...options, "--no-defaults", "--version"], {
    environment: { ...workshop.environment, ...environment },
  });
  const version = /Ver (\d+\.\d+\.\d+)/.exec(banner)?.[1];
  writeFileSync(join(folder, "server.json"), JSON.stringify(Unpacked.parse({ flavor, version })));
}

function commandsOf(flavor: Flavor, root: string): Omit<MysqlInstallation, "version"> {
  const platform = platformOf(process.arch);
  const libraries = join(root, "usr", "lib", platform.libraries);
  if (flavor === "mariadb") {
    const server = [join(root, "usr", "sbin", "mariadbd")];
    const initialize = [join(root, "usr", "bin", "mariadb-install-db")];
    return { flavor, server, initialize, environment: { LD_LIBRARY_PATH: libraries }, root };
  }
  // Its C library is newer than the machine's, so its own loader runs it, with its own libraries only.
  const loader = [join(libraries, platform.loader), "--library-path", libraries];
  const server = [...loader, join(root, "usr", "sbin", "mysqld")];
  return { flavor, server, initialize: server, environment: {}, root };
}

const NEXT_STEP = `Next: install MySQL 8.4 or newer so that "mysqld" is on PATH, and run the command again.`;

/**
 * The names for a processor, as Node.js calls it.
 *
 * @throws OperatorError for one whose packages were never tried
 */
export function platformOf(processor: string): Platform {
  const platform = PLATFORMS[processor];
  if (platform !== undefined) return platform;
  const known = Object.keys(PLATFORMS).join(", ");
  throw new OperatorError(
    `MySQL is neither on PATH nor in the cache, and its packages are used on the processors ${known} only, not on ${processor}.\n${NEXT_STEP}`,
  );
}

function requirePackageTools(environment: NodeJS.ProcessEnv): void {
  const missing = ["apt-get", "dpkg-deb"].filter((tool) => !findOnPath(tool, environment));
  if (missing.length === 0) return;
  throw new OperatorError(
    `MySQL is neither on PATH nor in the cache, and what unpacks it from Debian's packages is missing on PATH: ${missing.join(", ")}.\n${NEXT_STEP}`,
  );
}

function noServer(mysqlFailure: unknown, mariadbFailure: unknown): OperatorError {
  return new OperatorError(
    `Neither MySQL nor MariaDB is on PATH or in the cache, and neither could be taken from Debian's packages:\n` +
      `  MySQL, suite "${MYSQL_SUITE}": ${reasonOf(mysqlFailure)}\n` +
      `  MariaDB, this machine's sources: ${reasonOf(mariadbFailure)}\n` +
      `Next: connect this machine to its package sources and run the command again, or install MySQL 8.4 or newer so that "mysqld" is on PATH.`,
  );
}
