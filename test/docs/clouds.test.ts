import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordedWithAtlas, recordOnAws } from "../support/aws";
import { recordedWithMongodb } from "../support/digitalocean";
import { ON_EXISTING_AWS } from "../support/found";
import { ofPublicMedia, sampleInstance, STORAGE_SETTINGS } from "../support/settings";

const PAGE = readFileSync(join(__dirname, "..", "..", "docs", "clouds.md"), "utf8");

/** Rows of the table of rights: type, actions, source. */
const rows = PAGE.split("\n")
  .filter((line) => /^\| `[a-z0-9]+\/\w+:\w+`/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, type = "", actions = "", source = ""]) => ({ type, actions, source }));

/** All types of DigitalOcean's provider are in one module. */
const typesOf = (cloud: "aws" | "digitalocean"): string[] =>
  rows
    .map(({ type }) => type)
    .filter((type) => type.startsWith("`index/") === (cloud === "digitalocean"))
    .sort();

describe("docs/clouds.md", () => {
  it("names the rights for every type of AWS that a stack makes, and for no other", async () => {
    const recorded = await recordOnAws(
      {},
      {
        storage: STORAGE_SETTINGS["s3 with a KMS key"],
        instances: [ofPublicMedia(sampleInstance("history"))],
      },
    );
    const onExisting = await recordOnAws({}, ON_EXISTING_AWS);
    const types = [...recorded, ...onExisting].flatMap(({ type }) =>
      type.startsWith("aws:") ? [`\`${type.slice("aws:".length)}\``] : [],
    );
    expect(typesOf("aws")).toEqual([...new Set(types)].sort());
  });

  it("names the scopes for every type of DigitalOcean that a stack makes, and for no other", async () => {
    const types = (await recordedWithMongodb()).flatMap(({ type }) =>
      type.startsWith("digitalocean:") ? [`\`${type.slice("digitalocean:".length)}\``] : [],
    );
    expect(typesOf("digitalocean")).toEqual([...new Set(types)].sort());
  });

  it("names the role for every type of Atlas that a stack makes, and for no other", async () => {
    const named = [
      ...PAGE.matchAll(/^\| `(mongodbatlas:\S+)` +\| (Project Owner.*?) +\| (\[.*\)) +\|$/gm),
    ];
    const types = (await recordedWithAtlas())
      .map(({ type }) => type)
      .filter((type) => type.startsWith("mongodbatlas:"));
    expect(named.map(([, type]) => type)).toEqual([...new Set(types)].sort());
  });

  it("says of all clouds that it was not tried there", () => {
    expect(PAGE.match(/\*\*Not verified\s+against\s+the\s+cloud/g)?.length).toBe(5);
  });

  it("gives each row actions and a source", () => {
    const action = /`[a-z0-9_]+:[A-Za-z_*]+`|^none: `SPACES_ACCESS_KEY_ID`$/;
    expect(rows.filter(({ actions, source }) => !action.test(actions) || source === "")).toEqual(
      [],
    );
  });
});
