/** A Markdown table. The first column is text, the others are numbers. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, column) => (column === 0 ? "---" : "--:"));
  return ["", line(header), line(rule), ...rows.map(line), ""];
}

/** Seconds with two digits below one, else with one: finer than runs differ. */
export const inSeconds = (value: number): string => value.toFixed(value < 1 ? 2 : 1);

export const inMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

export const inKilobytes = (bytes: number): string => (bytes / 1e3).toFixed(1);

/** How many times as much as the other. */
export const asRatio = (value: number, other: number): string => `${(value / other).toFixed(1)} x`;
