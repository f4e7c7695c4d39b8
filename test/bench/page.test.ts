import { describe, expect, it } from "vitest";
import { withSection } from "../../bench/page";

describe("the page of figures", () => {
  it("says what has not been measured yet", () => {
    const page = withSection(undefined, "program", ["figures"]);
    expect(page).toContain("## The program alone\n\nfigures\n");
    expect(page).toContain("## On the sandbox\n\nNot measured yet.\n");
  });

  it("keeps the figures of the part that has not been measured again", () => {
    const first = withSection(undefined, "sandbox", ["old", "", "### Part of it", "", "more"]);
    const second = withSection(first, "program", ["new"]);
    expect(second).toContain("## The program alone\n\nnew\n");
    expect(second).toContain("## On the sandbox\n\nold\n\n### Part of it\n\nmore\n");
  });

  it("stays the same when the same is written again", () => {
    const once = withSection(undefined, "program", ["figures"]);
    expect(withSection(once, "program", ["figures"])).toBe(once);
  });
});
