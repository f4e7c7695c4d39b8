import { compareSync } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { standIn } from "../../sandbox/providers/random";
import { textAt, UNKNOWN } from "../../sandbox/providers/value";
import {
  check,
  create,
  identity,
  importOf,
  itTakesTheInputsOf,
  kindOf,
  refusals,
} from "./support/ask";

const client = {};
const password = kindOf(standIn, "random:index/randomPassword:RandomPassword");
const string = kindOf(standIn, "random:index/randomString:RandomString");
const id = kindOf(standIn, "random:index/randomId:RandomId");
const bytes = kindOf(standIn, "random:index/randomBytes:RandomBytes");
const uuid = kindOf(standIn, "random:index/randomUuid:RandomUuid");

describe("RandomPassword", () => {
  itTakesTheInputsOf(password, "random/randomPassword", "RandomPasswordArgs");

  it("has the length and the kinds of characters that are asked for", async () => {
    const { id, outputs } = await create(password, client, { length: 200, special: false });
    expect(id).toBe("none");
    expect(outputs.result).toMatch(/^[A-Za-z0-9]{200}$/);
  });

  it("has the minimum of each kind", async () => {
    const minimums = { minLower: 2, minUpper: 3, minNumeric: 4, minSpecial: 5 };
    const { outputs } = await create(password, client, {
      length: 14,
      overrideSpecial: "_",
      ...minimums,
    });
    const sorted = [...textAt(outputs, "result")].sort().join("");
    expect(sorted).toMatch(/^[0-9]{4}[A-Z]{3}_{5}[a-z]{2}$/);
  });

  it("has a bcrypt hash of the result", async () => {
    const { outputs } = await create(password, client, { length: 20 });
    expect(compareSync(textAt(outputs, "result"), textAt(outputs, "bcryptHash"))).toBe(true);
  });

  it("hashes the first 72 bytes of a longer result", async () => {
    const { outputs } = await create(password, client, { length: 100 });
    const start = textAt(outputs, "result").slice(0, 72);
    expect(compareSync(start, textAt(outputs, "bcryptHash"))).toBe(true);
    expect(compareSync(start.slice(0, 71), textAt(outputs, "bcryptHash"))).toBe(false);
  });

  it("keeps result and hash secret", () => {
    expect(password.secrets).toEqual(["result", "bcryptHash"]);
  });

  it("takes an input that says the default for one that says nothing", async () => {
    const { inputs } = await check(password, client, { length: 8, lower: true, minUpper: 0 });
    expect(inputs).toEqual({ length: 8 });
  });

  it("replaces on every change", () => {
    expect(password).not.toHaveProperty("update");
  });

  it("accepts what is not known yet", async () => {
    expect(await refusals(password, client, { length: UNKNOWN, keepers: { a: UNKNOWN } })).toEqual(
      [],
    );
  });

  it.each([
    [{ length: 0 }, "length: Too small: expected number to be >=1"],
    [{ length: "8" }, "length: Invalid input: expected number, received string"],
    [{ length: 8, special: "no" }, "special: Invalid input: expected boolean, received string"],
    [
      { length: 8, keepers: { a: 1 } },
      "keepers.a: Invalid input: expected string, received number",
    ],
    [
      { length: 3, minLower: 2, minNumeric: 2 },
      "length: must be at least 4, the sum of minLower, minUpper, minNumeric and minSpecial",
    ],
    [
      { length: 3, lower: false, upper: false, numeric: false, special: false },
      "at least one of lower, upper, numeric and special must be true",
    ],
    [
      { length: 3, number: false },
      "number: is the old name of numeric and says something else; say it with numeric alone",
    ],
  ])("refuses %j", async (inputs, refusal) => {
    expect(await refusals(password, client, inputs)).toEqual([refusal]);
  });

  it("imports a password without keeping it in the id", async () => {
    const found = await importOf(password, client, "hunter2");
    expect(found).toMatchObject({
      id: "none",
      inputs: { length: 7 },
      outputs: { result: "hunter2" },
    });
    expect(compareSync("hunter2", textAt(found?.outputs ?? {}, "bcryptHash"))).toBe(true);
  });

  it("finds in a refresh what the state holds", async () => {
    const state = { id: "none", oldInputs: { length: 2 }, oldOutputs: { length: 2, result: "ab" } };
    expect(await password.read(client, { ...identity(), ...state })).toEqual({
      id: "none",
      inputs: state.oldInputs,
      outputs: state.oldOutputs,
    });
  });
});

describe("RandomString", () => {
  itTakesTheInputsOf(string, "random/randomString", "RandomStringArgs");

  it("has its text as its id and no hash", async () => {
    const { id, outputs } = await create(string, client, { length: 6, upper: false });
    expect(outputs.result).toBe(id);
    expect(outputs).not.toHaveProperty("bcryptHash");
    expect(string.secrets).toEqual([]);
  });
});

describe("RandomId", () => {
  itTakesTheInputsOf(id, "random/randomId", "RandomIdArgs");

  it("shows the same bytes in four ways, each behind the prefix", async () => {
    const { id: made, outputs } = await create(id, client, { byteLength: 4, prefix: "p-" });
    const bytes = Buffer.from(made, "base64url");
    expect(bytes).toHaveLength(4);
    expect(outputs).toEqual({
      byteLength: 4,
      prefix: "p-",
      b64Std: `p-${bytes.toString("base64")}`,
      b64Url: `p-${made}`,
      dec: `p-${bytes.readUInt32BE()}`,
      hex: `p-${bytes.toString("hex")}`,
    });
  });

  it("imports from its id, with a prefix before a comma", async () => {
    expect(await importOf(id, client, "x,y,AAEC")).toEqual({
      id: "AAEC",
      inputs: { byteLength: 3, prefix: "x,y" },
      outputs: {
        byteLength: 3,
        prefix: "x,y",
        b64Std: "x,yAAEC",
        b64Url: "x,yAAEC",
        dec: "x,y258",
        hex: "x,y000102",
      },
    });
  });

  it("refuses an import of something else", async () => {
    await expect(importOf(id, client, "not base64!")).rejects.toThrow(
      '"not base64!" is no id of a RandomId: import takes its b64Url, with "<prefix>," before it',
    );
  });

  it("refuses no bytes", async () => {
    expect(await refusals(id, client, { byteLength: 0 })).toEqual([
      "byteLength: Too small: expected number to be >=1",
    ]);
  });
});

describe("RandomBytes", () => {
  itTakesTheInputsOf(bytes, "random/randomBytes", "RandomBytesArgs");

  it("shows as many bytes as are asked for in two ways, and none of them in the id", async () => {
    const { id: made, outputs } = await create(bytes, client, { length: 32 });
    expect(made).toBe("none");
    expect(textAt(outputs, "hex")).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.from(textAt(outputs, "base64"), "base64").toString("hex")).toBe(outputs.hex);
  });

  it("imports from its base64 form, and says nothing of what it refuses", async () => {
    const found = await importOf(bytes, client, "AAEC");
    expect(found?.outputs).toEqual({ length: 3, base64: "AAEC", hex: "000102" });
    await expect(importOf(bytes, client, "no base64")).rejects.toThrow(
      "a RandomBytes is imported from its base64 form",
    );
  });
});

describe("RandomUuid", () => {
  itTakesTheInputsOf(uuid, "random/randomUuid", "RandomUuidArgs");

  it("makes a UUID of version 4", async () => {
    const { id: made, outputs } = await create(uuid, client, { keepers: { a: "b" } });
    expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(outputs).toEqual({ keepers: { a: "b" }, result: made });
  });

  it("refuses an import of something else", async () => {
    await expect(importOf(uuid, client, "42")).rejects.toThrow('"42" is no UUID');
  });
});
