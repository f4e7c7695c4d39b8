import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { OperatorError } from "../sandbox/contract";
import { PROJECT_ROOT } from "../sandbox/directories";
import { forgetOwnPulumi } from "../sandbox/engine/environment";
import { readIfPresent } from "../sandbox/servers/files";
import { describeAim, isMet, type Aim } from "./aims";
import { readCommandLine } from "./command-line";
import { describeMachine } from "./machine";
import { withSection, type SectionName } from "./page";
import { measureProgram, type ProgramFigures } from "./program-figures";
import { programAims, programSection } from "./program-section";
import { measureSandbox } from "./sandbox/sandbox-figures";
import { sandboxAims, sandboxSection } from "./sandbox/sandbox-section";

const PAGE = join(PROJECT_ROOT, "docs", "performance.md");

/** Folder of the sandbox that is measured: it is made and wiped, and meets no other. */
const SANDBOX = join(PROJECT_ROOT, ".sandbox-bench");

/** A part that has been measured. */
interface Measured {
  readonly lines: readonly string[];
  readonly aims: readonly Aim[];
}

const PARTS: Readonly<Record<SectionName, (instances: readonly number[]) => Promise<Measured>>> = {
  program: async (instances) => {
    const figures: ProgramFigures[] = [];
    for (const count of instances) {
      print(`The program alone with ${count} instances`);
      figures.push(await measureProgram(count));
    }
    return { lines: programSection(figures), aims: programAims(figures) };
  },
  sandbox: async (instances) => {
    const figures = await measureSandbox(SANDBOX, instances, print);
    return { lines: sandboxSection(figures), aims: sandboxAims(figures) };
  },
};

/** Measures what the command line asks for and writes it down. Gives 1 if an aim was missed, else 0. */
async function main(parameters: readonly string[]): Promise<number> {
  const { sections, instances } = readCommandLine(parameters);
  forgetOwnPulumi(process.env);
  const machine = describeMachine();
  const aims: Aim[] = [];
  for (const name of sections) {
    const measured = await PARTS[name](instances);
    await write(withSection(readIfPresent(PAGE), name, [`${machine}.`, "", ...measured.lines]));
    aims.push(...measured.aims);
  }
  for (const aim of aims) print(describeAim(aim));
  print("Written to docs/performance.md");
  return aims.every(isMet) ? 0 : 1;
}

async function write(page: string): Promise<void> {
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(page, { ...style, parser: "markdown" }));
}

function print(line: string): void {
  console.log(line);
}

main(process.argv.slice(2)).then(
  // Connections to servers that are stopped may linger; nothing is left to be waited for.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof OperatorError ? error.message : error);
    process.exit(1);
  },
);
