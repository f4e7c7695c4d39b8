import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { accessPolicy, bucketPatterns } from "../components/data/storage/policies";
import { instanceNames } from "../components/shared/names";
import { checkBeside } from "../stacks/check-beside";
import { explain } from "../stacks/problems";
import { readStackFile } from "../stacks/stack-file";
import { type Command, UsageError } from "./command";
import { besides, textOf } from "./stack-files";

const STACKS = join(__dirname, "..", "stacks");

const HELP = `Usage: npm run --silent openedx -- storage-policy --stack <stack> <slug> [--json]

Prints the policy of the storage key of an instance, as JSON: what the key may do where you make it yourself
(openedx:storage.access is given). docs/storage.md says how to use it.`;

export const storagePolicy: Command = {
  name: "storage-policy",
  summary: "Prints what the storage key of an instance may do.",
  help: HELP,
  run(argv, print) {
    const { stack, slug } = parametersOf(argv);
    const file = relative(process.cwd(), join(STACKS, `Pulumi.${stack}.yaml`));
    const raw = readStackFile(stack, textOf(file));
    if ("reason" in raw) {
      print(`${file}: ${raw.reason}.\n    ${raw.fix}`);
      return 1;
    }
    const { settings, problems } = checkBeside(raw, besides(file));
    if (settings === undefined) {
      print(explain(file, problems));
      return 1;
    }
    const instance = settings.instances.find((each) => each.slug === slug);
    if (instance === undefined) {
      print(`${file} has no instance "${slug}": add its entry first.`);
      return 1;
    }
    const names = instanceNames(settings.cluster.name, instance.environment, slug);
    print(JSON.stringify(accessPolicy(bucketPatterns(names)), undefined, 2));
    return 0;
  },
};

function parametersOf(argv: readonly string[]): { readonly stack: string; readonly slug: string } {
  const { values, positionals } = parsed(argv);
  const [slug, ...others] = positionals;
  if (values.stack === undefined || slug === undefined || others.length > 0)
    throw new UsageError("Name the stack and one instance.");
  return { stack: values.stack, slug };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { stack: { type: "string" }, json: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
