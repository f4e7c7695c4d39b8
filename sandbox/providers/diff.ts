import { isProperties, sameValue, type Value } from "./value";

/** What happened to the value at a path. */
export type Difference = "added" | "deleted" | "changed";

/**
 * The smallest parts in which two values differ, by property path as the engine writes it:
 * `metadata.labels["app.kubernetes.io/name"]`, `spec.rules[0].host`.
 */
export function differences(old: Value, current: Value): Map<string, Difference> {
  const found = new Map<string, Difference>();
  collect(old, current, "", found);
  return found;
}

function collect(
  old: Value | undefined,
  current: Value | undefined,
  path: string,
  found: Map<string, Difference>,
): void {
  if (sameValue(old, current)) return;
  if (Array.isArray(old) && Array.isArray(current)) {
    for (let i = 0; i < Math.max(old.length, current.length); i++) {
      collect(old[i], current[i], `${path}[${i}]`, found);
    }
  } else if (isProperties(old) && isProperties(current)) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(current)])) {
      collect(old[name], current[name], childPath(path, name), found);
    }
  } else {
    found.set(path, old === undefined ? "added" : current === undefined ? "deleted" : "changed");
  }
}

function childPath(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}["${name.replace(/"/g, '\\"')}"]`;
  return path === "" ? name : `${path}.${name}`;
}

/** Whether `path` is one of `paths` or lies below one; `*` holds every path. */
export const isUnderAny = (path: string, paths: readonly string[]): boolean =>
  paths.some(
    (top) =>
      top === "*" || path === top || path.startsWith(`${top}.`) || path.startsWith(`${top}[`),
  );

/** The top-level property that a path lies in. */
export const topOf = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? path;
