import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** The part of vitest's JSON report that is counted. */
const Report = z.object({
  testResults: z.array(
    z.object({
      status: z.enum(["passed", "failed"]),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

export interface Counts {
  readonly passed: number;
  /** Tests that failed, and files that failed outside of a test: not loaded, or a hook that threw. */
  readonly failed: number;
  /** All that neither passed nor failed. */
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

/**
 * Counts the tests of a report.
 * @param text vitest's JSON report
 * @throws where it is no such report
 */
export function countTests(text: string): Counts {
  const files = Report.parse(JSON.parse(text)).testResults;
  const statuses = files.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  const passed = statuses.filter((status) => status === "passed").length;
  const failed = statuses.filter((status) => status === "failed").length;
  const failedFiles = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed,
    failed: failed + failedFiles.length,
    skipped: statuses.length - passed - failed,
  };
}

/** What is wrong with a run, if anything. `exitStatus` is the runner's, which also tells of errors outside of all files. */
export function findFault({ passed, failed }: Counts, exitStatus: number): string | undefined {
  if (failed > 0) return `${failed} failed; see above`;
  if (exitStatus !== 0)
    return `the test runner ended with status ${exitStatus} though no test failed: an error outside of the tests; see above`;
  if (passed === 0) return "no test ran";
  return undefined;
}

export const summary = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** `count.ts <report> <exit status of the runner>` prints the fault, if there is one, and the summary. */
function main([report = "", exitStatus = ""]: readonly string[]): 0 | 1 {
  const counts = existsSync(report) ? countTests(readFileSync(report, "utf8")) : NOTHING;
  const fault = findFault(counts, Number(exitStatus));
  if (fault !== undefined) console.log(`== ${fault}`);
  console.log(summary(counts));
  return fault === undefined ? 0 : 1;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
