import { PulumiStack } from "../../cli/recover/pulumi-stack";
import type { Report, Tools } from "../contract";
import { engineEnvironment, type EngineEnvironment } from "./environment";
import { enginePaths } from "./paths";

/**
 * A stack of the sandbox by way of the `pulumi` command, for what the Automation API does not keep secret: it puts
 * secret settings on a command line, which every user of the machine may read, and hands out the state with all
 * secrets in clear.
 */
export const commandStack = (
  stack: string,
  options: EngineEnvironment & { readonly tools: Tools },
  report: Report,
): PulumiStack =>
  new PulumiStack({
    stack,
    directory: enginePaths(options.directory).work,
    report,
    program: options.tools.pulumi,
    environment: { ...process.env, ...engineEnvironment(options) },
  });
