import { parseArgs } from "node:util";
import { OperatorError } from "../sandbox/contract";
import { SECTION_NAMES, type SectionName } from "./page";

/** What to measure. */
export interface BenchOptions {
  readonly sections: readonly SectionName[];
  /** Numbers of instances, ascending. */
  readonly instances: readonly number[];
}

export const USAGE = `npm run bench [-- [program] [sandbox] [--instances 1,10,25,50]]

Measures and writes docs/performance.md. With neither name both parts are measured, in about 25 minutes.`;

/** The most instances that a stack should have. */
const MOST = 50;

/** Reads the command line. @throws OperatorError if it cannot be understood */
export function readCommandLine(parameters: readonly string[]): BenchOptions {
  const { values, positionals } = parse(parameters);
  const sections = positionals.map((word) => {
    const name = SECTION_NAMES.find((known) => known === word);
    if (name === undefined) throw new OperatorError(`There is no part "${word}".\n\n${USAGE}`);
    return name;
  });
  return {
    sections: SECTION_NAMES.filter((name) => sections.length === 0 || sections.includes(name)),
    instances: readNumbers(values.instances),
  };
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { instances: { type: "string", default: "1,10,25,50" } },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new OperatorError(`${error.message}\n\n${USAGE}`);
  }
}

function readNumbers(text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= MOST)) {
    throw new OperatorError(
      `--instances is "${text}". Write whole numbers from 1 to ${MOST}, separated by commas.`,
    );
  }
  return [...new Set(numbers)].sort((one, other) => one - other);
}
