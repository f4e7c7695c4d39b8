import { OperatorError } from "./contract";
import { sandboxDirectory } from "./directories";
import { forgetOwnPulumi } from "./engine/environment";
import { USAGE, VERBS } from "./verbs";

const print = (line: string): void => console.log(line);

/** Runs the verb that the command line names. Gives the exit code. */
async function main([name = "up", ...rest]: readonly string[]): Promise<number> {
  if (["help", "--help", "-h"].includes(name)) {
    for (const line of USAGE) print(line);
    return 0;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) {
    console.error(`There is no verb "${name}".`);
    for (const line of USAGE) console.error(line);
    return 2;
  }
  if (process.platform !== "linux")
    throw new OperatorError(
      `The sandbox runs on Linux only, and this is ${process.platform}. Real clusters work from here: see README.md.`,
    );
  forgetOwnPulumi(process.env);
  const parameters = rest[0] === "--" ? rest.slice(1) : rest;
  return verb.run({ directory: sandboxDirectory(), report: print }, parameters);
}

main(process.argv.slice(2)).then(
  // Servers of finished runs may keep a connection open; nothing is left to be waited for.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof OperatorError ? error.message : error);
    process.exit(1);
  },
);
