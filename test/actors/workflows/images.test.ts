import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programsOf } from "../../../sandbox/actors/workflows/images";

const MANAGED = { host: "127.0.0.1", port: 20002 };

let folder = "";
let mysql = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "openedx-images-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "mysql"), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(join(folder, "bin", "mysql"), 0o700);
  const unused = { command: [], environment: {} };
  const clients = {
    mysql: {
      flavor: "mysql",
      version: "9",
      server: [join(folder, "sbin", "mysqld")],
      initialize: [],
      environment: {},
      root: folder,
    },
    awsCli: unused,
    mongosh: unused,
    managedMysql: MANAGED,
  } as const;
  mkdirSync(join(folder, "sbin"));
  mysql = join(
    programsOf("docker.io/library/mysql:8.4.9", join(folder, "images"), clients),
    "mysql",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const options = async (...given: readonly string[]): Promise<readonly string[]> =>
  (await promisify(execFile)(mysql, given)).stdout.trimEnd().split("\n");

describe("the MySQL client of a workflow", () => {
  it.each([
    "campus-mysql.0a1b.eu-central-1.rds.amazonaws.com",
    "private-campus-mysql-do-user-1234567-0.k.db.ondigitalocean.com",
  ])(
    "reaches a cloud's server at the sandbox's own, which has no certificate for %s",
    async (host) => {
      const given = await options(
        "--no-defaults",
        `--host=${host}`,
        "--port=3306",
        "--ssl-mode=VERIFY_IDENTITY",
        "--ssl-ca=/work/ca.crt",
        "--execute=SELECT 1 FROM t",
      );
      expect(given).toEqual([
        "--no-defaults",
        "--host=127.0.0.1",
        "--port=20002",
        "--ssl-mode=REQUIRED",
        "--execute=SELECT 1 FROM t",
      ]);
    },
  );

  it("leaves the options for any other server as they are", async () => {
    const given = ["--host=db.example.org", "--port=3306", "--ssl-mode=VERIFY_CA", "--ssl-ca=a b"];
    expect(await options(...given)).toEqual(given);
  });
});
