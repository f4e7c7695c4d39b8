import { describe, expect, it } from "vitest";
import { grantPattern } from "../../../components/data/mysql/grant-pattern";

describe("grantPattern", () => {
  it("escapes what GRANT takes for wildcards, every time", () => {
    expect(grantPattern("campus_history_openedx")).toBe("campus\\_history\\_openedx");
    expect(grantPattern("50%_of")).toBe("50\\%\\_of");
  });
});
