/** Things that somebody may try, by what they are called. */
export type Attempts = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Tries everything, in order. Gives the names of what was let through.
 *
 * @param isRefusal whether an error means that the server does not allow it; any other one is thrown
 */
export async function letThrough(
  attempts: Attempts,
  isRefusal: (error: unknown) => boolean,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      names.push(name);
    } catch (error) {
      if (!isRefusal(error)) throw new Error(`${name} ended otherwise`, { cause: error });
    }
  }
  return names;
}

/** What each of `names` may do to each, itself included, when all try: by who and on whom. */
export async function matrixOf(
  names: readonly string[],
  tried: (from: string, to: string) => Promise<readonly string[]>,
): Promise<Record<string, readonly string[]>> {
  const matrix: Record<string, readonly string[]> = {};
  for (const from of names)
    for (const to of names) matrix[`${from} -> ${to}`] = await tried(from, to);
  return matrix;
}

/** The matrix in which all may do to themselves what is listed, and nobody anything to another. */
export const diagonal = (
  names: readonly string[],
  own: readonly string[],
): Record<string, readonly string[]> =>
  Object.fromEntries(
    names.flatMap((from) => names.map((to) => [`${from} -> ${to}`, from === to ? own : []])),
  );
