/** A version as programs print it. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** What follows the numbers: "-rc.1", "+k3s1", "-dispatcher"; empty for a plain release. */
  readonly suffix: string;
}

/** Reads the first `major.minor.patch` in a text, or nothing where there is none. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)\.(\d+)([-+~][\w.+~-]*)?/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, suffix = ""] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), suffix };
}

/** Whether `version` is `least` or newer; suffixes do not count. */
export function isAtLeast(version: Version, least: Version): boolean {
  if (version.major !== least.major) return version.major > least.major;
  if (version.minor !== least.minor) return version.minor > least.minor;
  return version.patch >= least.patch;
}

/**
 * Whether it is a plain release. A pre-release is not, and neither is a wrapper that calls yet another program, such as the
 * Google Cloud SDK's kubectl ("v1.32.4-dispatcher"). Build metadata ("+k3s1") is harmless.
 */
export function isRelease(version: Version): boolean {
  return version.suffix === "" || version.suffix.startsWith("+");
}
