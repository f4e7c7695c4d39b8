import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { writeConfig } from "../../sandbox/engine/config-file";
import { refusedState } from "../../sandbox/engine/refused-state";

const CONFIG = {
  plain: { "openedx:mysql": { host: "127.0.0.1", tls: "off" } },
  secrets: { "openedx:mysqlAdminPassword": "hunter2", "openedx:kubeconfig": "apiVersion: v1" },
};

/** The same with another password. */
const ROTATED = {
  ...CONFIG,
  secrets: { ...CONFIG.secrets, "openedx:mysqlAdminPassword": "hunter3" },
};

let directory = "";
let file = "";
let encrypted: string[] = [];
/** Stands for the engine: writes down how many secrets it has been told to encrypt, in place of each. */
const engine = {
  setSecret: (key: string): Promise<void> => {
    encrypted.push(key);
    const document = parseDocument(readFileSync(file, "utf8"));
    document.setIn(["config", key], { secure: `v1:${encrypted.length}` });
    writeFileSync(file, document.toString());
    return Promise.resolve();
  },
};
const write = (config = CONFIG): Promise<void> => writeConfig(engine, file, config);
const written = (): unknown => parse(readFileSync(file, "utf8"));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-config-"));
  file = join(directory, "Pulumi.sandbox.yaml");
  encrypted = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

const ENCRYPTED = {
  "openedx:mysqlAdminPassword": { secure: "v1:1" },
  "openedx:kubeconfig": { secure: "v1:2" },
};

describe("writeConfig", () => {
  it("writes the plain settings and leaves the secrets to the engine", async () => {
    await write();
    expect(written()).toEqual({ config: { ...CONFIG.plain, ...ENCRYPTED } });
    const text = readFileSync(file, "utf8");
    // A bare `off` would be a boolean to the engine.
    expect(text).toContain('tls: "off"');
    expect(readFileSync(`${file}.mark`, "utf8") + text).not.toContain("hunter2");
  });

  it("does nothing while nothing has changed", async () => {
    await write();
    const text = readFileSync(file, "utf8");
    await write();
    expect(encrypted).toHaveLength(2);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("keeps the salt of the passphrase, and each secret as it was encrypted, when a setting has changed", async () => {
    writeFileSync(file, "encryptionsalt: v1:abc\nconfig: {}\n");
    await write();
    const plain = { "openedx:mysql": { host: "127.0.0.1", tls: "verify" } };
    await write({ ...CONFIG, plain });
    expect(written()).toEqual({
      encryptionsalt: "v1:abc",
      config: { ...plain, ...ENCRYPTED },
    });
  });

  it("has only the secret encrypted that has changed, and drops one that is no more", async () => {
    await write();
    await write(ROTATED);
    const rotated = { secure: "v1:3" };
    expect(written()).toEqual({
      config: { ...CONFIG.plain, ...ENCRYPTED, "openedx:mysqlAdminPassword": rotated },
    });
    const { "openedx:mysqlAdminPassword": password } = ROTATED.secrets;
    await writeConfig(engine, file, {
      ...ROTATED,
      secrets: { "openedx:mysqlAdminPassword": password },
    });
    expect(written()).toEqual({
      config: { ...CONFIG.plain, "openedx:mysqlAdminPassword": rotated },
    });
  });

  it("has a secret encrypted that the engine failed to encrypt before", async () => {
    await write();
    const failing = { setSecret: () => Promise.reject(new Error("no passphrase")) };
    await expect(writeConfig(failing, file, ROTATED)).rejects.toThrow("no passphrase");
    await write(CONFIG);
    expect(encrypted.slice(2)).toEqual(Object.keys(CONFIG.secrets));
  });

  it("makes a file that somebody has edited anew: the operator's file is another one", async () => {
    await write();
    writeFileSync(
      file,
      "config: { openedx:mysql: { host: elsewhere }, openedx:kubeconfig: { secure: other } }\n",
    );
    await write();
    expect(written()).toMatchObject({ config: CONFIG.plain });
    expect(encrypted.slice(2)).toEqual(Object.keys(CONFIG.secrets));
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
