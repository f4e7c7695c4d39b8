import { LEFT_BEHIND } from "../shared/labels";

/**
 * Tells what removed instances have left on data servers, by the notes on the operator namespace.
 *
 * @param annotations of the namespace; undefined where it has none
 * @returns nothing where there is none
 */
export function leftBehindWarning(
  namespace: string,
  annotations: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const notes = Object.entries(annotations ?? {}).filter(([key]) => key.startsWith(LEFT_BEHIND));
  if (notes.length === 0) return undefined;
  const lines = notes.flatMap(([key, note]) => [
    `  ${note}`,
    `    once it is gone: kubectl annotate namespace ${namespace} ${key}-`,
  ]);
  return [
    "Removed instances have left data behind; docs/troubleshooting.md#what-was-left-behind says how to drop them:",
    ...lines,
  ].join("\n");
}
