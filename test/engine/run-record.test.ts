import type {
  DiagnosticEvent,
  EngineEvent,
  OpType,
  StepEventMetadata,
} from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { RunRecord } from "../../sandbox/engine/run-record";

const URN =
  "urn:pulumi:sandbox::openedx::openedx:instance:OpenEdxInstance$mysql:index/user:User::history-mysql-user";

const metadata = (op: OpType): StepEventMetadata => ({
  op,
  urn: URN,
  type: "mysql:index/user:User",
  provider: "",
});
const OPERATIONS: readonly OpType[] = ["same", "create", "read", "delete"];
const at = { sequence: 1, timestamp: 1 };
const done = (op: OpType): EngineEvent => ({ ...at, resOutputsEvent: { metadata: metadata(op) } });
const diagnostic = (
  message: string,
  urn?: string,
  severity: DiagnosticEvent["severity"] = "error",
): EngineEvent => ({ ...at, diagnosticEvent: { message, urn, severity, color: "raw" } });

describe("RunRecord", () => {
  it("counts what changes, in words, and is silent about the rest", () => {
    const record = new RunRecord();
    expect(OPERATIONS.map((op) => record.take(done(op)))).toEqual([
      undefined,
      "   1 created User history-mysql-user",
      undefined,
      "   2 deleted User history-mysql-user",
    ]);
  });

  it("keeps each cause once, with the resource, without the engine's colours", () => {
    const record = new RunRecord();
    const message = "<{%reset%}>Error 1045: access denied<{%reset%}>\n";
    record.take(diagnostic(message, URN));
    record.take(diagnostic(message, URN));
    record.take(diagnostic("the stack is locked"));
    // What the engine says at the end of every failure names no cause.
    record.take(diagnostic("update failed"));
    record.take(diagnostic("something to know", URN, "warning"));
    expect(record.failures).toEqual([
      "User history-mysql-user: Error 1045: access denied",
      "the stack is locked",
    ]);
  });

  it("takes the changes from the engine's own summary", () => {
    const record = new RunRecord();
    record.take({
      ...at,
      summaryEvent: {
        maybeCorrupt: false,
        durationSeconds: 1,
        resourceChanges: { create: 3, same: 60 },
        policyPacks: {},
      },
    });
    expect(record.changes).toEqual({ create: 3, same: 60 });
  });

  it("names an operation that failed", () => {
    const record = new RunRecord();
    const failed = { metadata: metadata("delete"), status: 1, steps: 1 };
    expect(record.take({ ...at, resOpFailedEvent: failed })).toBe(
      "failed: delete User history-mysql-user",
    );
  });
});
