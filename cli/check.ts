import { explain, type Problem, settingPath } from "../stacks/problems";
import { checkBeside } from "../stacks/check-beside";
import type { CheckedStack } from "../stacks/settings";
import { readStackFile, SANDBOX_STACK, stackOf } from "../stacks/stack-file";
import { type Command, UsageError } from "./command";
import { besides, committedFiles, textOf } from "./stack-files";

const HELP = `Usage: npm run openedx -- check [--json] [file...]

Checks stack files without network, engine or secrets: all files of stacks/, or those named.
Stacks of one cluster are compared: a shard needs the file of its first stack in the same folder.
A secret that is not set yet is told, but is no mistake: \`pulumi up\` refuses to start without it.
Those of ${SANDBOX_STACK} are made by \`npm run sandbox\`.`;

/** What `--json` prints for each file. */
interface Verdict {
  readonly file: string;
  readonly ok: boolean;
  /** Slugs. */
  readonly instances: readonly string[];
  readonly problems: readonly Finding[];
  readonly missingSecrets: readonly Finding[];
  /** What is no mistake, and yet should be known. */
  readonly notes: readonly Finding[];
  /** The same for people. */
  readonly message: string;
}

interface Finding {
  /** As typed, for example `openedx:instances[2].hosts.lms`; absent where it is about the file as a whole. */
  readonly setting?: string;
  readonly problem: string;
  readonly fix: string;
}

export const check: Command = {
  name: "check",
  summary: "Checks stack files, without network.",
  help: HELP,
  run(argv, print) {
    const unknown = argv.find((argument) => argument.startsWith("-") && argument !== "--json");
    if (unknown !== undefined) throw new UsageError(`There is no option "${unknown}".`);
    const named = argv.filter((argument) => argument !== "--json");
    const verdicts = (named.length === 0 ? committedFiles() : named).map(checkFile);
    if (argv.includes("--json")) print(JSON.stringify({ files: verdicts }, undefined, 2));
    else verdicts.forEach(({ message }) => print(message));
    return verdicts.every(({ ok }) => ok) ? 0 : 1;
  },
};

function checkFile(file: string): Verdict {
  const stack = stackOf(file);
  if (stack === undefined)
    throw new UsageError(`${file} is no stack file: its name must be Pulumi.<stack>.yaml.`);
  const raw = readStackFile(stack, textOf(file));
  if ("reason" in raw) {
    const { reason, fix } = raw;
    const message = `${file}: ${reason}.\n    ${fix}`;
    const problems = [{ problem: reason, fix }];
    return { file, ok: false, instances: [], problems, missingSecrets: [], notes: [], message };
  }
  const { settings, problems, missingSecrets: unset, notes } = checkBeside(raw, besides(file));
  const missingSecrets = stack === SANDBOX_STACK ? [] : unset;
  const instances = settings?.instances.map(({ slug }) => slug) ?? [];
  return {
    file,
    ok: settings !== undefined,
    instances,
    problems: problems.map(finding),
    missingSecrets: missingSecrets.map(finding),
    notes: notes.map(finding),
    message: settings
      ? approval(file, instances, { missingSecrets, notes })
      : explain(file, problems),
  };
}

const finding = ({ path, problem, fix }: Problem): Finding => ({
  setting: settingPath(path),
  problem,
  fix,
});

function approval(
  file: string,
  slugs: readonly string[],
  { missingSecrets, notes }: Pick<CheckedStack, "missingSecrets" | "notes">,
): string {
  const count = slugs.length === 1 ? "1 instance" : `${slugs.length} instances`;
  const missing = missingSecrets.map(
    ({ path, fix }) => `  ${settingPath(path)} is not set in it. ${fix}`,
  );
  const known = notes.map(({ path, problem, fix }) => `  ${settingPath(path)} ${problem}. ${fix}`);
  return [`${file}: OK, ${count}`, ...missing, ...known].join("\n");
}
