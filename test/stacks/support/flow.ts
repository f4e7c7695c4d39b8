/** Settings by name: YAML, or undefined for one that is left out. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** A section of a stack file on one line. */
export const flow = (settings: Settings): string =>
  `{ ${Object.entries(settings)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join(", ")} }`;
