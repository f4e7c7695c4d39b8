import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
import { sandboxSettings } from "../../sandbox/engine/stack-file";

const roots: string[] = [];

/** A checkout with this stack file and nothing else. */
function checkout(text?: string): string {
  const root = mkdtempSync(join(tmpdir(), "openedx-stack-file-"));
  roots.push(root);
  mkdirSync(join(root, "stacks"));
  if (text !== undefined) writeFileSync(join(root, "stacks", "Pulumi.sandbox.yaml"), text);
  return root;
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const refusal = (text?: string): OperatorError => new OperatorError(messageOf(checkout(text)));

function messageOf(root: string): string {
  try {
    sandboxSettings(root);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("sandboxSettings", () => {
  it("accepts the committed file, whose secrets are the sandbox's own", () => {
    expect(Object.keys(sandboxSettings())).toContain("openedx:instances");
  });

  it("refuses a file that is missing", () => {
    expect(refusal().message).toBe(
      "stacks/Pulumi.sandbox.yaml is missing: it says which instances the sandbox has. " +
        'Get it back with "git checkout stacks/Pulumi.sandbox.yaml".',
    );
  });

  it("refuses a file that is cut short", () => {
    expect(refusal("# nothing\n").message).toBe(
      "stacks/Pulumi.sandbox.yaml: there is no `config:` with settings below it.\n" +
        "  Start from a copy of stacks/Pulumi.example.yaml, or get the file back from Git if it was cut short.",
    );
  });

  it("tells every problem of a wrong file by its path", () => {
    expect(refusal("config:\n  openedx:cluster: { kind: nowhere }\n").message).toContain(
      "openedx:cluster.kind",
    );
  });
});
