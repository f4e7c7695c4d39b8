import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { writeConfig } from "../../sandbox/engine/config-file";
import { refusedState } from "../../sandbox/engine/refused-state";

const CONFIG = {
  plain: { "openedx:mysql": { host: "127.0.0.1", tls: "off" } },
  secrets: { "openedx:mysqlAdminPassword": "hunter2" },
};

let directory = "";
let file = "";
let encrypted: string[] = [];
/** Stands for the engine: notes which secrets it was told to encrypt. */
const engine = {
  setSecret: (key: string): Promise<void> => {
    encrypted.push(key);
    return Promise.resolve();
  },
};
const write = (config = CONFIG): Promise<void> => writeConfig(engine, file, config);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-config-"));
  file = join(directory, "Pulumi.sandbox.yaml");
  encrypted = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("writeConfig", () => {
  it("writes the plain settings and leaves the secrets to the engine", async () => {
    await write();
    const text = readFileSync(file, "utf8");
    expect(parse(text)).toEqual({ config: CONFIG.plain });
    // A bare `off` would be a boolean to the engine.
    expect(text).toContain('tls: "off"');
    expect(encrypted).toEqual(["openedx:mysqlAdminPassword"]);
    expect(readFileSync(`${file}.sha256`, "utf8") + text).not.toContain("hunter2");
  });

  it("does nothing while nothing has changed", async () => {
    await write();
    encrypted = [];
    await write();
    expect(encrypted).toEqual([]);
  });

  it("keeps the salt of the passphrase when a setting has changed", async () => {
    writeFileSync(file, "encryptionsalt: v1:abc\nconfig: {}\n");
    await write();
    const plain = { "openedx:mysql": { host: "127.0.0.1", tls: "verify" } };
    await write({ ...CONFIG, plain });
    expect(parse(readFileSync(file, "utf8"))).toEqual({
      encryptionsalt: "v1:abc",
      config: plain,
    });
    expect(encrypted).toHaveLength(2);
  });

  it("makes a file that somebody has edited anew: the operator's file is another one", async () => {
    await write();
    writeFileSync(file, "config: { openedx:mysql: { host: elsewhere } }\n");
    await write();
    expect(parse(readFileSync(file, "utf8"))).toEqual({ config: CONFIG.plain });
  });
});

describe("refusedState", () => {
  it("names the cause in the engine's words, where the state is, and the next step", () => {
    const words = "pulumi stack export: code -2\nerror: incorrect passphrase\n  at somewhere";
    expect(refusedState("sandbox", "/here/.sandbox", words).message).toBe(
      "The engine cannot open the stack sandbox: error: incorrect passphrase\n" +
        "Its state is in /here/.sandbox/state. Put that right and run the same command again; or run " +
        '"npm run sandbox -- wipe", which deletes this sandbox with its data, to start afresh.',
    );
  });
});
