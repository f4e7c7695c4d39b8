import { stackOf } from "../stacks/stack-file";
import { type Command, type Print, UsageError } from "./command";
import { showInstance, table } from "./instance-show";
import { committedFiles, textOf } from "./stack-files";

const HELP = `Usage: npm run openedx -- instance show <slug> [--stack <stack>] [--json]

Shows every setting of an instance, with its value and where it comes from: the instance itself, its size, the
defaults, the stack's own settings (gitops, storage, cluster), another setting that it follows from, or what is
built in. Reads the files of stacks/, without network, engine or secrets. An example is shown where no other stack has
such an instance.`;

export const instance: Command = {
  name: "instance",
  summary: "Shows the settings of an instance, and where each comes from.",
  help: HELP,
  run([action, ...argv], print) {
    if (action !== "show")
      throw new UsageError(
        action === undefined
          ? "Say what to do with an instance."
          : `There is nothing called "${action}" to do with an instance.`,
      );
    return show(argv, print);
  },
};

function show(argv: readonly string[], print: Print): number {
  const { slug, stack, json } = parsed(argv);
  const files = committedFiles().map((file) => ({
    file,
    stack: stackOf(file) ?? "",
    text: textOf(file),
  }));
  const found = showInstance(files, slug, stack);
  if (json) print(JSON.stringify(found, undefined, 2));
  else print("error" in found ? found.error : table(found));
  return "error" in found ? 1 : 0;
}

function parsed(argv: readonly string[]): { slug: string; stack?: string; json: boolean } {
  const at = argv.indexOf("--stack");
  const stack = at < 0 ? undefined : argv[at + 1];
  if (at >= 0 && (stack === undefined || stack.startsWith("-")))
    throw new UsageError("--stack wants the name of a stack.");
  const rest = at < 0 ? argv : [...argv.slice(0, at), ...argv.slice(at + 2)];
  const unknown = rest.find((argument) => argument.startsWith("-") && argument !== "--json");
  if (unknown !== undefined) throw new UsageError(`There is no option "${unknown}".`);
  const [slug, ...others] = rest.filter((argument) => argument !== "--json");
  if (slug === undefined) throw new UsageError("Say which instance: its slug.");
  if (others.length > 0)
    throw new UsageError(`There is one instance too many: "${others.join(" ")}".`);
  return { slug, stack, json: rest.includes("--json") };
}
