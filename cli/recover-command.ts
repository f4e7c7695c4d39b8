import type { Command } from "./command";
import { run } from "./recover";

const HELP = `Usage: npm run openedx -- recover --stack <stack> [--json]

Makes the state of a stack agree with the servers after a run that was killed: what the run had begun to create is
taken into the state if it exists and is ours, and forgotten if not. Needs what \`pulumi up\` needs.`;

export const recover: Command = {
  name: "recover",
  summary: "Puts a stack in order after a run that was killed.",
  help: HELP,
  run,
};
