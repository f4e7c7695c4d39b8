import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** It measures a sandbox with three instances, so it comes before the files that have had a hundred in the same one. */
class FleetFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFleet = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith("/sandbox/fleet.test.ts");
    return [...sorted.filter(isFleet), ...sorted.filter((file) => !isFleet(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: FleetFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/sandbox/**", "test/exhaustive/**"],
          // Loading the provider SDKs takes half a second; one context for all files pays it once.
          isolate: false,
          // Five seconds, the default, are too few on a machine that does something else as well.
          testTimeout: 60_000,
          // By default one core is left to others, which is half of a machine with two.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "sandbox",
          // After the tests that need no sandbox, not beside them.
          sequence: { groupOrder: 1 },
          include: ["test/sandbox/**/*.test.ts"],
          globalSetup: ["test/sandbox/support/global-setup.ts"],
          setupFiles: ["test/sandbox/support/worker-setup.mts"],
          // One running sandbox serves every file of a worker. Half of the time they wait, as a namespace takes five
          // seconds to go; so two share the machine.
          maxWorkers: 2,
          isolate: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "exhaustive",
          sequence: { groupOrder: 2 },
          include: ["test/exhaustive/**/*.test.ts"],
          globalSetup: ["test/sandbox/support/global-setup.ts"],
          setupFiles: ["test/sandbox/support/worker-setup.mts"],
          maxWorkers: 1,
          isolate: false,
          // Too long for every run: a stack is made layer by layer, once for each fault.
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
