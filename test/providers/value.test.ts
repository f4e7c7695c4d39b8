import { describe, expect, it } from "vitest";
import { unwrapSecrets, wrapSecrets } from "../../sandbox/providers/secret";
import {
  containsUnknown,
  isValue,
  jsonAt,
  optionalTextAt,
  propertiesAt,
  textAt,
  textsAt,
  UNKNOWN,
} from "../../sandbox/providers/value";

describe("containsUnknown", () => {
  it("sees an unknown at any depth and nothing else", () => {
    expect(containsUnknown(UNKNOWN)).toBe(true);
    expect(containsUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
    expect(containsUnknown({ a: [{ b: "known" }], c: null })).toBe(false);
    expect(containsUnknown(undefined)).toBe(false);
  });
});

describe("reading properties", () => {
  const properties = { text: "a", texts: ["a", "b"], inner: { x: 1 }, nothing: null, number: 1 };

  it("gives what is there", () => {
    expect(textAt(properties, "text")).toBe("a");
    expect(textsAt(properties, "texts")).toEqual(["a", "b"]);
    expect(textsAt(properties, "absent")).toEqual([]);
    expect(propertiesAt(properties, "inner")).toEqual({ x: 1 });
    expect(propertiesAt(properties, "text")).toEqual({});
    expect(optionalTextAt(properties, "nothing")).toBeUndefined();
  });

  it("names the property that is something else", () => {
    expect(() => textAt(properties, "number")).toThrow('property "number" must be a string');
    expect(() => optionalTextAt(properties, "number")).toThrow(
      'property "number" must be a string',
    );
    expect(() => textsAt(properties, "text")).toThrow('property "text" must be a list of strings');
  });

  it("reads JSON in text, as SDKs send configuration", () => {
    const configuration = { settings: '{"qps":50}', flag: "true", broken: "{" };
    expect(jsonAt(configuration, "settings")).toEqual({ qps: 50 });
    expect(jsonAt(configuration, "flag")).toBe(true);
    expect(jsonAt(configuration, "absent")).toBeUndefined();
    expect(() => jsonAt(configuration, "broken")).toThrow('property "broken" must be JSON');
  });
});

describe("isValue", () => {
  it("takes JSON only", () => {
    expect(isValue({ a: [1, "b", null, { c: true }] })).toBe(true);
    expect(isValue({ a: [undefined] })).toBe(false);
    expect(isValue({ a: () => 1 })).toBe(false);
  });
});

describe("secrets", () => {
  it("are marked by name, so that the engine encrypts them", () => {
    const wrapped = wrapSecrets({ password: "p", user: "u" }, ["password", "absent"]);
    expect(Object.keys(wrapped)).toEqual(["password", "user"]);
    expect(wrapped.user).toBe("u");
    expect(wrapped.password).toEqual({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "p",
    });
  });

  it("come out of their wrappers at any depth", () => {
    const { inner } = wrapSecrets({ inner: { a: "b" } }, ["inner"]);
    expect(unwrapSecrets({ list: [inner ?? null], plain: 1 })).toEqual({
      list: [{ a: "b" }],
      plain: 1,
    });
  });
});
