import { destroy } from "./destroy";
import { down } from "./down";
import { preview } from "./preview";
import { shell } from "./shell";
import { status } from "./status";
import { up } from "./up";
import type { Verb } from "./verb";
import { wipe } from "./wipe";

/** A verb as the help shows it. */
export interface VerbEntry {
  readonly does: string;
  readonly run: Verb;
}

export const VERBS: Readonly<Record<string, VerbEntry>> = {
  up: {
    does: "start what does not run and make it match stacks/Pulumi.sandbox.yaml (the default)",
    run: up,
  },
  preview: {
    does: "tell what `up` would do",
    run: preview,
  },
  status: {
    does: "tell what runs; exit code 1 unless everything does",
    run: status,
  },
  shell: {
    does: "a shell in which kubectl and pulumi work here; `shell -- command ...` runs one command",
    run: shell,
  },
  destroy: {
    does: "delete what the stack made; the servers go on running",
    run: destroy,
  },
  down: {
    does: "stop everything; the data stay",
    run: down,
  },
  wipe: {
    does: "stop everything and delete the data; the cache of programs stays",
    run: wipe,
  },
};

export const USAGE: readonly string[] = [
  "npm run sandbox [-- VERB]",
  "",
  "Open edX instances on real servers on this machine: no cloud account, no root, nothing outside its own folder.",
  "",
  ...Object.entries(VERBS).map(([name, { does }]) => `  ${name.padEnd(9)} ${does}`),
  "",
  "OPENEDX_SANDBOX_DIR    folder of the sandbox; .sandbox in the checkout by default",
  "OPENEDX_SANDBOX_CACHE  folder of the programs; ~/.cache/openedx-sandbox by default",
];
