import { describe, expect, it } from "vitest";
import { countTests, findFault, summary } from "../../.ci/count";

const report = (...files: readonly { status: string; tests: readonly string[] }[]): string =>
  JSON.stringify({
    success: true,
    testResults: files.map(({ status, tests }) => ({
      status,
      name: "some.test.ts",
      assertionResults: tests.map((test) => ({ status: test, title: "a test" })),
    })),
  });

describe("countTests", () => {
  it("adds up the tests of all files", () => {
    const counts = countTests(
      report(
        { status: "passed", tests: ["passed", "passed", "skipped"] },
        { status: "failed", tests: ["failed", "passed"] },
      ),
    );
    expect(counts).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it("counts as skipped whatever did not run", () => {
    const counts = countTests(
      report({ status: "passed", tests: ["skipped", "todo", "pending", "passed"] }),
    );
    expect(counts).toEqual({ passed: 1, failed: 0, skipped: 3 });
  });

  it("counts a file that failed outside of its tests as one failure", () => {
    const counts = countTests(
      report({ status: "failed", tests: [] }, { status: "failed", tests: ["skipped", "skipped"] }),
    );
    expect(counts).toEqual({ passed: 0, failed: 2, skipped: 2 });
  });

  it("finds nothing in a report without files", () => {
    expect(countTests(report())).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it("refuses what is no report", () => {
    expect(() => countTests('{"tests": 3}')).toThrow();
    expect(() => countTests('{"testResults": [')).toThrow();
  });
});

describe("findFault", () => {
  it("finds none where tests passed and the runner is content, though some were skipped", () => {
    expect(findFault({ passed: 1, failed: 0, skipped: 5 }, 0)).toBeUndefined();
  });

  it("finds failures", () => {
    expect(findFault({ passed: 8, failed: 2, skipped: 0 }, 1)).toBe("2 failed; see above");
  });

  it("finds failures that the runner's exit status hides", () => {
    expect(findFault({ passed: 8, failed: 2, skipped: 0 }, 0)).toBe("2 failed; see above");
  });

  it("finds an unhandled error, which no test shows", () => {
    expect(findFault({ passed: 8, failed: 0, skipped: 0 }, 1)).toBe(
      "the test runner ended with status 1 though no test failed: an error outside of the tests; see above",
    );
  });

  it("finds that no test ran, also where all were skipped", () => {
    expect(findFault({ passed: 0, failed: 0, skipped: 0 }, 0)).toBe("no test ran");
    expect(findFault({ passed: 0, failed: 0, skipped: 4 }, 0)).toBe("no test ran");
  });
});

describe("summary", () => {
  it("is the line that the gate ends with", () => {
    expect(summary({ passed: 12, failed: 3, skipped: 0 })).toBe("12 passed, 3 failed, 0 skipped");
  });
});
