import { inject } from "vitest";
import type { RunningSandbox } from "../../../sandbox/engine/running";

/** The sandbox that runs for all test files: where its servers are, and the programs. */
export const sandbox = (): RunningSandbox => inject("sandbox");
