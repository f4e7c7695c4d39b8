import { randomInt } from "node:crypto";

/** How many characters of each kind a random text has. */
export interface TextRecipe {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly minLower: number;
  readonly minUpper: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
  /** Characters to take as special ones in place of the usual. */
  readonly overrideSpecial?: string;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const NUMERIC = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/**
 * Random characters, chosen and ordered by the operating system's generator. As in the official plugin a minimum
 * holds also for a kind that is switched off.
 */
export function randomCharacters(recipe: TextRecipe): string {
  // An empty override counts as none.
  const special = recipe.overrideSpecial || SPECIAL;
  const kinds = [
    { characters: LOWER, allowed: recipe.lower, least: recipe.minLower },
    { characters: UPPER, allowed: recipe.upper, least: recipe.minUpper },
    { characters: NUMERIC, allowed: recipe.numeric, least: recipe.minNumeric },
    { characters: special, allowed: recipe.special, least: recipe.minSpecial },
  ];
  const demanded = kinds.flatMap(({ characters, least }) => pick(characters, least));
  const all = kinds.map(({ characters, allowed }) => (allowed ? characters : "")).join("");
  return shuffled([...demanded, ...pick(all, recipe.length - demanded.length)]).join("");
}

const pick = (characters: string, count: number): string[] =>
  Array.from({ length: count }, () => characters.charAt(randomInt(characters.length)));

/** Each order equally likely: every item goes to a random place among those before it. */
function shuffled(items: readonly string[]): string[] {
  const mixed: string[] = [];
  for (const item of items) mixed.splice(randomInt(mixed.length + 1), 0, item);
  return mixed;
}
