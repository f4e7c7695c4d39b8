import { check } from "./check";
import { type Command, type Print, UsageError } from "./command";
import { instance } from "./instance";
import { recover } from "./recover-command";
import { storagePolicy } from "./storage-policy";

const COMMANDS: readonly Command[] = [check, instance, recover, storagePolicy];

const WIDTH = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;

const HELP = `Usage: npm run openedx -- <command>

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(WIDTH)}${summary}`).join("\n")}

\`<command> --help\` says more. Every command has --json. Exit status: 0 all is well, 1 something was found, 2 wrong usage.`;

/** Runs the command that `argv` names. Results go to `print`, usage errors to `complain`. Returns the exit status. */
export async function main(
  argv: readonly string[],
  print: Print,
  complain: Print,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === "--help" || name === "-h") {
    print(HELP);
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    complain(name === undefined ? HELP : `There is no command "${name}".\n\n${HELP}`);
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    print(command.help);
    return 0;
  }
  try {
    return await command.run(rest, print);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\n\n${command.help}`);
    return 2;
  }
}

if (require.main === module)
  void main(process.argv.slice(2), console.log, console.error).then((status) => {
    process.exitCode = status;
  });
