import type { Stack } from "@pulumi/pulumi/automation";

/**
 * What the engine would do to a stack, as `<operation> <resource>` a line, sorted: `update history-storage-cors`. What it
 * would leave as it is has no line.
 */
export async function plan(stack: Stack): Promise<readonly string[]> {
  const lines: string[] = [];
  await stack.preview({
    color: "never",
    suppressProgress: true,
    onEvent: ({ resourcePreEvent }) => {
      if (resourcePreEvent === undefined) return;
      const { op, urn } = resourcePreEvent.metadata;
      if (op !== "same") lines.push(`${op} ${urn.split("::").at(-1) ?? urn}`);
    },
  });
  return lines.sort();
}
