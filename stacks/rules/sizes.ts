import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";

/** A size is used by a name that `openedx:sizes` knows. */
export function sizeProblems({ sizeNames, defaults, instances }: ReadableStack): Problem[] {
  const uses: { path: Path; size: string | undefined }[] = [
    { path: ["defaults", "size"], size: defaults?.size },
    ...instances.map(({ index, size }) => ({ path: ["instances", index, "size"], size })),
  ];
  const known = sizeNames.length === 0 ? "none yet" : sizeNames.join(", ");
  return uses.flatMap(({ path, size }) =>
    size === undefined || sizeNames.includes(size)
      ? []
      : [
          {
            path,
            problem: `is "${size}", which openedx:sizes does not have`,
            fix: `Write one of its names (${known}), or add it there.`,
          },
        ],
  );
}
