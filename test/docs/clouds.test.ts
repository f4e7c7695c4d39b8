import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordOnAws } from "../support/aws";
import { ofPublicMedia, sampleInstance, STORAGE_SETTINGS } from "../support/settings";

const PAGE = readFileSync(join(__dirname, "..", "..", "docs", "clouds.md"), "utf8");

/** Rows of the table of rights: type, actions, source. */
const rows = PAGE.split("\n")
  .filter((line) => /^\| `[a-z0-9]+\/\w+:\w+`/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, type = "", actions = "", source = ""]) => ({ type, actions, source }));

describe("docs/clouds.md", () => {
  it("names the rights for every type of AWS that a stack makes, and for no other", async () => {
    const recorded = await recordOnAws(
      {},
      {
        storage: STORAGE_SETTINGS["s3 with a KMS key"],
        instances: [ofPublicMedia(sampleInstance("history"))],
      },
    );
    const types = recorded.flatMap(({ type }) =>
      type.startsWith("aws:") ? [`\`${type.slice("aws:".length)}\``] : [],
    );
    expect(rows.map(({ type }) => type).sort()).toEqual([...new Set(types)].sort());
  });

  it("gives each row actions and a source", () => {
    const action = /`[a-z0-9]+:[A-Za-z*]+`/;
    expect(rows.filter(({ actions, source }) => !action.test(actions) || source === "")).toEqual(
      [],
    );
  });
});
