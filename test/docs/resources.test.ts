import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { InstanceSettings } from "../../components/instance/settings";
import { program } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { record } from "../support/recorder";
import {
  IN_CLUSTER,
  ofPublicMedia,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
  STORAGE_SETTINGS,
} from "../support/settings";

const SLUG = "history";
const LOCK = "-is-protected-";

const page = readFileSync(join(PROJECT_ROOT, "docs/resources.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim().replaceAll(/[`*]/g, "")));

/** Names and kinds of what an instance has, as the page writes them, sorted. */
async function declared(
  changes: Partial<ProgramSettings> = {},
  instance: InstanceSettings = sampleInstance(SLUG),
): Promise<readonly string[]> {
  const settings = sampleSettings([instance], changes);
  const recorded = await record(() => program(settings, sampleSecrets()));
  return recorded
    .filter(({ name }) => name === SLUG || name.startsWith(`${SLUG}-`))
    .map(({ name, type }) => `${shortName(name)} ${type.split(/[:/]/).pop()}`)
    .sort();
}

function shortName(name: string): string {
  if (name === SLUG) return "<slug>";
  const rest = name.slice(SLUG.length);
  return rest.startsWith(LOCK) ? `${LOCK}...` : rest;
}

/** What the page says of one kind of storage. */
const told = (column: number): readonly string[] =>
  rows
    .filter(([, name = "", , ...counts]) => /^(<slug>$|-)/.test(name) && counts[column] === "1")
    .map(([, name, kind]) => `${name} ${kind}`)
    .sort();

const total = (column: number): number =>
  Number(rows.find(([, name]) => name === "together")?.[3 + column]);

const more = (setting: string): number =>
  Number(rows.find(([, name]) => name?.startsWith(setting))?.[2]);

describe("docs/resources.md", () => {
  it.each(
    Object.entries(STORAGE_SETTINGS).map(([kind, storage], column) => ({ kind, storage, column })),
  )("names each resource of a plain instance: $kind", async ({ storage, column }) => {
    const found = await declared({ storage });
    expect(told(column)).toEqual(found);
    expect(total(column)).toBe(found.length);
  });

  it("says how many there are where most is made by workflows and by a server that is not S3", async () => {
    const storage = STORAGE_SETTINGS["s3-compatible, iam"];
    const { length } = await declared({ ...IN_CLUSTER, storage });
    expect(/these are (\d+): two above the 30/.exec(page)?.[1]).toBe(String(length));
  });

  it("counts what comes with settings", async () => {
    const plain = (await declared()).length;
    const withMore = async (...args: Parameters<typeof declared>) =>
      (await declared(...args)).length - plain;
    const instance = sampleInstance(SLUG);
    expect(await withMore({}, sampleInstance(SLUG, { databases: ["notes"] }))).toBe(
      more("a database of a plugin"),
    );
    expect(await withMore(IN_CLUSTER)).toBe(more("servers that workflows reach"));
    expect(await withMore({}, ofPublicMedia(instance))).toBe(more("storage.publicMedia"));
    expect(await withMore({ registry: { host: "ghcr.io" } })).toBe(more("registry"));
  });
});
