import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import { command, type Workplace } from "./command";

export type { Workplace } from "./command";

/** Stand-in for `@pulumi/command`: it runs the same commands, in the environment that the engine has. */
export const standIn = (workplace: Workplace): StandIn<Workplace> => ({
  package: "command",
  version: installedVersion("@pulumi/command"),
  configure: () => workplace,
  resources: { "command:local:Command": command },
});

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [];
