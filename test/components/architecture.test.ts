import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "..", "..");

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));

interface Import {
  readonly file: string;
  /** Path from the root for files of the project, the name of the package otherwise. */
  readonly target: string;
  readonly typeOnly: boolean;
}

function imports(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const pattern = /^(?:import|export)\s+(type\s+)?[^;]*?from\s+"([^"]+)"/gms;
  return [...text.matchAll(pattern)].map(([, type, specifier = ""]) => ({
    file,
    target: specifier.startsWith(".")
      ? relative(ROOT, join(ROOT, dirname(file), specifier))
      : specifier,
    typeOnly: type !== undefined,
  }));
}

const components = sources("components").flatMap(imports);
const room = (path: string): string => path.split("/")[1] ?? "";
const shown = (list: readonly Import[]) => list.map(({ file, target }) => `${file} -> ${target}`);

describe("imports go one way", () => {
  it("finds the imports at all", () => {
    expect(components.length).toBeGreaterThan(50);
  });

  it("components never import settings' reader, command line or sandbox", () => {
    const outward = components.filter(({ target }) =>
      /^(stacks|cli|sandbox|bench|test)\//.test(target),
    );
    expect(shown(outward)).toEqual([]);
  });

  it("the rooms know each other by type only, through contracts and settings", () => {
    const rooms = ["cluster", "data", "platform", "instance"];
    const across = components.filter(
      ({ file, target }) =>
        target.startsWith("components/") &&
        rooms.includes(room(file)) &&
        rooms.includes(room(target)) &&
        room(file) !== room(target) &&
        !/\/(contract|settings)$/.test(target),
    );
    expect(shown(across)).toEqual([]);
    const byValue = components.filter(
      ({ file, target, typeOnly }) =>
        /\/(contract|settings)$/.test(target) && room(file) !== room(target) && !typeOnly,
    );
    expect(shown(byValue)).toEqual([]);
  });

  it("shared helpers import no component", () => {
    const upward = components.filter(
      ({ file, target }) =>
        room(file) === "shared" && target.startsWith("components/") && room(target) !== "shared",
    );
    expect(shown(upward)).toEqual([]);
  });

  it("the schema imports zod alone", () => {
    const schema = sources("stacks/schema").flatMap(imports);
    const others = schema.filter(
      ({ target }) => target !== "zod" && !target.startsWith("stacks/schema/"),
    );
    expect(schema.length).toBeGreaterThan(5);
    expect(shown(others)).toEqual([]);
  });
});

describe("components", () => {
  const texts = sources("components").map(
    (file) => [file, readFileSync(join(ROOT, file), "utf8")] as const,
  );

  it("read no settings, no environment, no clock and no network, and start no program", () => {
    const world =
      /new pulumi\.Config|process\.env|Date\.now|new Date\(|child_process|fetch\(|node:https?"/;
    expect(texts.filter(([, text]) => world.test(text)).map(([file]) => file)).toEqual([]);
  });

  it("open files through shared/manifests only", () => {
    const readers = texts.filter(([, text]) => text.includes("node:fs")).map(([file]) => file);
    expect(readers).toEqual(["components/shared/manifests.ts"]);
  });

  it("pass four arguments to super, as options in the place of inputs are silently dropped", () => {
    const calls = texts.flatMap(([file, text]) =>
      [...text.matchAll(/super\(([^;]*)\);/g)].map(([, inner = ""]) => ({ file, inner })),
    );
    expect(calls.length).toBeGreaterThan(6);
    const wrong = calls.filter(
      ({ inner }) => !/^"openedx:\w+:\w+", \w+, \{.*\}, opts$/s.test(inner),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});
