import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { debianAddress } from "../../sandbox/toolchain/debian-packages";
import {
  describeMysql,
  MYSQL_RECIPE,
  mysqlOnPath,
  platformOf,
} from "../../sandbox/toolchain/mysql";
import { environmentWith, refusal, temporaryFolder } from "./support";

const NEXT_STEP = `Next: install MySQL 8.4 or newer so that "mysqld" is on PATH, and run the command again.`;

/**
 * Stands for apt-get: "downloads" one file for each package that was asked for, or fails with the words given for the suite.
 * The arguments are `-c <configuration> ...`, and the configuration lies in the private state.
 */
const aptGet = (failures: { sid?: string; own?: string }) => `
state=\${2%/apt.conf}
case "$*" in *--print-uris*) echo "'http://mirror.example/debian/dists/bookworm/InRelease' x 0"; exit 0;; esac
if [ -e "$state/sources.list" ]; then failure="${failures.sid ?? ""}"; else failure="${failures.own ?? ""}"; fi
if [ -n "$failure" ]; then echo "W: noise" >&2; echo "E: $failure" >&2; exit 100; fi
case "$*" in *install*) for package in "$@"; do : > "$state/cache/archives/\${package##*/}_1.deb"; done;; esac
`;

/** Stands for dpkg-deb: each package holds a program that tells a version, and something that nobody needs. */
const DPKG_DEB = `
usr="$3/usr"
/bin/mkdir -p "$usr/sbin" "$usr/bin" "$usr/share/doc" "$usr/lib/x86_64-linux-gnu" "$usr/lib/aarch64-linux-gnu"
: > "$usr/bin/perl"
: > "$usr/bin/mysql"
case "$2" in
  */mysql-server-core_*)
    for loader in x86_64-linux-gnu/ld-linux-x86-64.so.2 aarch64-linux-gnu/ld-linux-aarch64.so.1; do
      echo '#!/bin/sh
echo "$3  Ver 9.7.4-2 for Linux"' > "$usr/lib/$loader"
      /bin/chmod 755 "$usr/lib/$loader"
    done;;
  */mariadb-server-core_*)
    echo '#!/bin/sh
echo "$0  Ver 10.11.19-MariaDB in $LD_LIBRARY_PATH"' > "$usr/sbin/mariadbd"
    /bin/chmod 755 "$usr/sbin/mariadbd";;
  */libc6_*) : > "$usr/lib/libc";;
esac
`;

function setUp(programs: Readonly<Record<string, string>>) {
  const folder = join(temporaryFolder(), "entry");
  mkdirSync(folder);
  const lines: string[] = [];
  const workshop = {
    environment: environmentWith(programs),
    report: (line: string) => lines.push(line),
  };
  return { folder, lines, make: () => MYSQL_RECIPE.make(folder, workshop) };
}

describe("mysqlOnPath", () => {
  it("takes MySQL 8.4 or newer", async () => {
    const { PATH } = environmentWith({ mysqld: `echo "$0  Ver 8.4.3-0ubuntu1 for Linux"` });
    expect(await mysqlOnPath({ PATH })).toEqual({
      flavor: "mysql",
      version: "8.4.3",
      server: [`${PATH}/mysqld`],
      initialize: [`${PATH}/mysqld`],
      environment: {},
      root: join(PATH, "..", ".."),
    });
  });

  it.each([
    ["an older one", "mysqld  Ver 8.0.42 for Linux"],
    ["MariaDB under its name", "mysqld  Ver 10.11.19-MariaDB for debian-linux-gnu"],
  ])("does not take %s", async (_, banner) => {
    const environment = environmentWith({ mysqld: `echo "${banner}"` });
    expect(await mysqlOnPath(environment)).toBeUndefined();
  });
});

describe("the recipe", () => {
  it("unpacks MySQL with its own loader, and only what is needed", async () => {
    const { folder, lines, make } = setUp({ "apt-get": aptGet({}), "dpkg-deb": DPKG_DEB });
    await make();
    const { flavor, version, server, root } = describeMysql(folder);
    expect([flavor, version]).toEqual(["mysql", "9.7.4"]);
    expect(server[0]).toMatch(/\/ld-linux-[^/]+$/);
    expect(server[1]).toBe("--library-path");
    expect(server[3]).toBe(join(root, "usr", "sbin", "mysqld"));
    expect(existsSync(join(root, "usr", "bin", "mysql"))).toBe(true);
    expect(existsSync(join(root, "usr", "bin", "perl"))).toBe(false);
    expect(existsSync(join(root, "usr", "share", "doc"))).toBe(false);
    expect(existsSync(join(root, "usr", "lib", "libc"))).toBe(true);
    expect(existsSync(`${root}.apt`)).toBe(false);
    expect(lines).toEqual([]);
  });

  it("falls back to MariaDB, says so, and leaves the C library to the machine", async () => {
    const failure = "The repository has no Release file.";
    const programs = { "apt-get": aptGet({ sid: failure }), "dpkg-deb": DPKG_DEB };
    const { folder, lines, make } = setUp(programs);
    await make();
    const { flavor, version, server, initialize, environment, root } = describeMysql(folder);
    expect([flavor, version]).toEqual(["mariadb", "10.11.19"]);
    expect(server).toEqual([join(root, "usr", "sbin", "mariadbd")]);
    expect(initialize).toEqual([join(root, "usr", "bin", "mariadb-install-db")]);
    expect(environment.LD_LIBRARY_PATH).toMatch(new RegExp(`^${root}/usr/lib/`));
    expect(existsSync(join(root, "usr", "lib", "libc"))).toBe(false);
    expect(lines).toEqual([`MySQL cannot be had (${failure}); trying MariaDB in its place`]);
  });

  it("tells both reasons when neither can be had", async () => {
    const failures = { sid: "Failed to fetch sid", own: "Failed to fetch bookworm" };
    const { make } = setUp({ "apt-get": aptGet(failures), "dpkg-deb": DPKG_DEB });
    expect(await refusal(make())).toBe(
      `Neither MySQL nor MariaDB is on PATH or in the cache, and neither could be taken from Debian's packages:
  MySQL, suite "sid": Failed to fetch sid
  MariaDB, this machine's sources: Failed to fetch bookworm
Next: connect this machine to its package sources and run the command again, or install MySQL 8.4 or newer so that "mysqld" is on PATH.`,
    );
  });

  it("tells what is missing on a machine without Debian's tools", async () => {
    const { make } = setUp({ "apt-get": "exit 0" });
    expect(await refusal(make())).toBe(
      `MySQL is neither on PATH nor in the cache, and what unpacks it from Debian's packages is missing on PATH: dpkg-deb.\n${NEXT_STEP}`,
    );
  });
});

describe("platformOf", () => {
  it("refuses a processor whose packages were never tried", () => {
    expect(() => platformOf("riscv64")).toThrow(
      new OperatorError(
        `MySQL is neither on PATH nor in the cache, and its packages are used on the processors x64, arm64 only, not on riscv64.\n${NEXT_STEP}`,
      ),
    );
  });
});

describe("debianAddress", () => {
  it("is the archive that the machine uses, and not the one of security updates", () => {
    const uris = [
      "'http://mirror.example/debian-security/dists/bookworm-security/InRelease' a 0",
      "'https://mirror.example/pub/debian/dists/bookworm/InRelease' b 0",
    ].join("\n");
    expect(debianAddress(uris)).toBe("https://mirror.example/pub/debian");
  });

  it("is nothing on a machine with other sources", () => {
    expect(
      debianAddress("'http://mirror.example/ubuntu/dists/noble/InRelease' a 0"),
    ).toBeUndefined();
  });
});
