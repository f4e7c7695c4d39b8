import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../sandbox/directories";
import { readStackConfig, type StackConfig } from "../sandbox/engine/config";

const STACK_FILE = join(PROJECT_ROOT, "stacks", "Pulumi.sandbox.yaml");

/** The settings of the sandbox with `count` instances of its defaults, however many a stack should have. */
export const fleetConfig = (count: number): StackConfig => ({
  ...readStackConfig(readFileSync(STACK_FILE, "utf8")),
  "openedx:maxInstances": 500,
  "openedx:instances": Array.from({ length: count }, (_, index) => ({ slug: slugOf(index + 1) })),
});

/** Slug of an instance by its number, from 1. */
export const slugOf = (number: number): string => `bench${String(number).padStart(2, "0")}`;
