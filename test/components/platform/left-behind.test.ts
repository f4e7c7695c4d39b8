import { describe, expect, it } from "vitest";
import { leftBehindWarning } from "../../../components/platform/left-behind";

const NAMESPACE = "openedx-operator";

describe("the warning of what removals have left behind", () => {
  it("is none where nothing was", () => {
    expect(leftBehindWarning(NAMESPACE, undefined)).toBeUndefined();
    expect(leftBehindWarning(NAMESPACE, { "openedx.org/owner": "campus" })).toBeUndefined();
  });

  it("has every note, and how to take it away", () => {
    const annotations = {
      "openedx.org/owner": "campus",
      "left-behind.openedx.org/history-mysql": "2026-01-31 database d, user u on mysql:3306",
      "left-behind.openedx.org/arts-mongodb": "2026-02-01 user u on mongodb:27017",
    };
    expect(leftBehindWarning(NAMESPACE, annotations)).toBe(
      [
        "Removed instances have left data behind; docs/troubleshooting.md#what-was-left-behind says how to drop them:",
        "  2026-01-31 database d, user u on mysql:3306",
        "    once it is gone: kubectl annotate namespace openedx-operator left-behind.openedx.org/history-mysql-",
        "  2026-02-01 user u on mongodb:27017",
        "    once it is gone: kubectl annotate namespace openedx-operator left-behind.openedx.org/arts-mongodb-",
      ].join("\n"),
    );
  });
});
