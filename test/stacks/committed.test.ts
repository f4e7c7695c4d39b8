import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Release } from "../../components/instance/settings";
import { checkBeside } from "../../stacks/check-beside";
import { documented } from "../../stacks/documentation";
import { stackAtHand } from "../../stacks/files-at-hand";
import { stackFileJsonSchema } from "../../stacks/json-schema";
import { RESERVED_SLUGS } from "../../stacks/rules/slugs";
import { defaults } from "../../stacks/schema/instances";
import { settingList } from "../../stacks/setting-list";
import { readStackFile, stackOf } from "../../stacks/stack-file";
import { SCHEMA_FILE, schemaText, SETTINGS_PAGE } from "../../stacks/write-schema";
import { stackFile } from "./support/stack-file";

const STACKS = join(__dirname, "..", "..", "stacks");
const FILES = readdirSync(STACKS).filter((file) => stackOf(file) !== undefined);

const textOf = (file: string) => readFileSync(join(STACKS, file), "utf8");

const valid = new Ajv({ allErrors: true }).compile(stackFileJsonSchema());

describe("the committed stack files", () => {
  it("are there", () => {
    expect(FILES).toEqual(expect.arrayContaining(["Pulumi.example.yaml", "Pulumi.sandbox.yaml"]));
  });

  it.each(FILES)("%s is accepted", (file) => {
    const raw = readStackFile(stackOf(file) ?? "", textOf(file));
    expect(raw).not.toHaveProperty("reason");
    if ("reason" in raw) return;
    expect(checkBeside(raw, stackAtHand).problems).toEqual([]);
  });

  it.each(FILES)("%s fits the JSON schema, and names it for editors", (file) => {
    const text = textOf(file);
    valid(parse(text));
    expect(valid.errors ?? []).toEqual([]);
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./schema.json");
  });
});

describe("the examples", () => {
  const examples = FILES.filter((file) => file.startsWith("Pulumi.example"));

  it("show every setting", () => {
    const shown = new Set(examples.flatMap((file) => pathsOf(parse(textOf(file)), [])));
    const all = settingList().map(({ path }) => path.join("."));
    expect(all.filter((path) => !shown.has(path))).toEqual([]);
  });

  it("show every default as it is", () => {
    const parsed: readonly unknown[] = examples.map((file) => parse(textOf(file)) as unknown);
    const different = settingList().filter(({ path, schema }) => {
      if (schema.default === undefined || typeof schema.default === "object") return false;
      return parsed.every((example) => valueAt(example, path) !== schema.default);
    });
    expect(different.map(({ path }) => path.join("."))).toEqual([]);
  });
});

describe("the JSON schema", () => {
  it("is the committed one: run `npm run schema` if not", () => {
    expect(readFileSync(SCHEMA_FILE, "utf8")).toBe(schemaText());
  });

  it.each([
    ["an unknown setting", { mysql: "{ kind: external, access: direct, host: a, hots: b }" }],
    ["an unknown key", { instance: "[]" }],
    ["a secret in plain text", { mysqlAdminPassword: "hunter2" }],
    ["a bad host", { instances: "[{ slug: a, hosts: { lms: A } }]" }],
    ["a section that is missing", { storage: undefined }],
    ["a section of a shard that is its first stack's", { cluster: "{ kind: stack, stack: a }" }],
  ])("refuses %s", (_, sections) => {
    expect(valid(parse(stackFile(sections)))).toBe(false);
  });

  it("leaves other namespaces and what Pulumi writes alone", () => {
    const text = `${stackFile()}  aws:region: eu-central-1\nencryptionsalt: v1:x\n`;
    expect(valid(parse(text))).toBe(true);
  });
});

describe("docs/settings.md", () => {
  const page = readFileSync(SETTINGS_PAGE, "utf8");

  it("is current: run `npm run schema` if not", () => {
    expect(documented(page)).toBe(page);
  });

  it("explains every setting, and lists every reserved slug", () => {
    expect(settingList().filter(({ schema }) => schema.description === undefined)).toEqual([]);
    expect(RESERVED_SLUGS.filter((slug) => !page.includes(`\`${slug}\``))).toEqual([]);
  });

  it("cannot lose a generated part unnoticed", () => {
    expect(() => documented("")).toThrow(
      new Error('docs/settings.md has no place for the generated part "settings"'),
    );
  });
});

it("the settings know every release that the components know", () => {
  const releases: Record<Release, true> = { sumac: true, teak: true, ulmo: true, verawood: true };
  expect(defaults.shape.release.options).toEqual(Object.keys(releases));
});

/** Every key path that occurs in a stack file, written as in the list of settings. */
function pathsOf(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    const at = [...path, Array.isArray(value) ? "[]" : key.replace(/^openedx:/, "")];
    const below = at[0] === "config" ? at.slice(1) : at;
    // Any key but the first may be a name that the operator has chosen.
    const names = below.map((_, index) =>
      below.map((its, at) => (at > 0 && at === index ? "<name>" : its)),
    );
    return [below, ...names].map((its) => its.join(".")).concat(pathsOf(inside, at));
  });
}

function valueAt(file: unknown, path: readonly string[]): unknown {
  const [section, ...rest] = path;
  return ["config", `openedx:${section}`, ...rest].reduce<unknown>(
    (value, key) =>
      Object.entries(value ?? {}).find(
        ([name]) => name === key || key === "<name>",
      )?.[1] as unknown,
    file,
  );
}
