import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";

/** A size is used by a name that is built in, or that `openedx:sizes` has. */
export function sizeProblems({ sizeNames, defaults, instances }: ReadableStack): Problem[] {
  const uses: { path: Path; size: string | undefined }[] = [
    { path: ["defaults", "size"], size: defaults?.size },
    ...instances.map(({ index, size }) => ({ path: ["instances", index, "size"], size })),
  ];
  return uses.flatMap(({ path, size }) =>
    size === undefined || sizeNames.includes(size)
      ? []
      : [
          {
            path,
            problem: `is "${size}", which is no size`,
            fix: `Write one of: ${sizeNames.join(", ")}; or add it to openedx:sizes.`,
          },
        ],
  );
}
