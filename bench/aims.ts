/** Something that is meant to stay below a limit. */
export interface Aim {
  /** Completes the sentence "... is below the limit". */
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
}

export const isMet = ({ measured, limit }: Aim): boolean => measured <= limit;

/** Whether an aim is met, in one line. */
export function describeAim(aim: Aim): string {
  const { what, measured, limit, unit } = aim;
  const verdict = isMet(aim) ? "met" : "missed";
  return `${verdict}: ${what}: ${shown(measured)} ${unit}, at most ${shown(limit)} ${unit}`;
}

const shown = (value: number): string => String(Number(value.toPrecision(3)));
