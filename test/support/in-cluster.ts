import { program } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { record, type Recorded } from "./recorder";
import { IN_CLUSTER, sampleInstance, sampleSecrets, sampleSettings } from "./settings";

/** The instances of {@link recordInCluster}. */
export const SLUGS = ["history", "science"];

/** A stack whose data servers are reached from inside the cluster, unless `overrides` says otherwise. */
export const recordInCluster = (
  overrides: Partial<ProgramSettings> = IN_CLUSTER,
  instances = SLUGS.map((slug) => sampleInstance(slug, { deletionProtection: true })),
): Promise<readonly Recorded[]> =>
  record(() => program(sampleSettings(instances, overrides), sampleSecrets()));

/** The one resource of a name. */
export function named(recorded: readonly Recorded[], name: string): Recorded {
  const [found, ...others] = recorded.filter((each) => each.name === name);
  if (found === undefined || others.length > 0) throw new Error(`not exactly one ${name}`);
  return found;
}

/** The runs of workflows. */
export const runsIn = (recorded: readonly Recorded[]): readonly Recorded[] =>
  recorded.filter(({ type }) => type === "command:local:Command");
