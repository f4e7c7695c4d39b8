import type { StackValues } from "./read";

/** The settings of a stack as they are written, wherever they come from. */
export interface RawStack {
  /** Name of the stack. */
  readonly stack: string;
  /** What stands under each `openedx:` key, without the prefix. The values of secrets are never looked at. */
  readonly values: StackValues;
  /** The keys whose value is encrypted, or has a part that is. */
  readonly encrypted: ReadonlySet<string>;
}

/** The plain text of an encrypted value reaches the program; it is not read, so that no message can repeat it. */
export const plainValues = ({ values, encrypted }: RawStack): StackValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !encrypted.has(key)));
