import { describe, expect, it } from "vitest";
import { program } from "../../../components/program";
import type { ProgramSettings } from "../../../components/settings";
import { reachable, record, type Recorded } from "../../support/recorder";
import { sampleInstance, sampleSecrets, sampleSettings } from "../../support/settings";

const recordInstances = (slugs: readonly string[], variant: Partial<ProgramSettings> = {}) => {
  const instances = slugs.map((slug) => sampleInstance(slug));
  return record(() => program(sampleSettings(instances, variant), sampleSecrets()));
};

/** Names of all that the resource is made after, and goes before. */
function comesAfter(recorded: readonly Recorded[], name: string): string[] {
  const found = recorded.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return [...reachable(recorded, found)].map((urn) => urn.split("::").pop() ?? "");
}

const FENCES = ["network-fence", "network-web", "network-certificates", "quota"]
  .concat(["default-requests", "default-account"])
  .map((fence) => `history-${fence}`);

const { argocd, ...others } = sampleSettings([]).platform;
const FOUND = { platform: { ...others, argocd: { ...argocd, install: false } } };
const missing = (definition: string): string =>
  `platform.argocd.install-is-false-but-the-cluster-has-no-${definition}`;

describe("the order of what an instance has", () => {
  it("puts the namespace before all fences, and these before what runs: jobs, and what Argo CD deploys", async () => {
    const recorded = await recordInstances(["history"]);
    for (const fence of FENCES) expect(comesAfter(recorded, fence)).toContain("history-namespace");
    for (const runs of ["history-jobs-binding", "history-application"])
      expect(comesAfter(recorded, runs)).toEqual(expect.arrayContaining(FENCES));
  });

  it.each([
    { argoCd: "installed", platform: {}, first: ["argocd-namespace", "argocd-release"] },
    {
      argoCd: "found",
      platform: FOUND,
      first: [missing("applications.argoproj.io"), missing("appprojects.argoproj.io")],
    },
  ])("puts what Argo CD reads after Argo CD where it is $argoCd", async ({ platform, first }) => {
    const recorded = await recordInstances(["history"], platform);
    for (const read of ["history-app-project", "history-application"])
      expect(comesAfter(recorded, read)).toEqual(expect.arrayContaining(first));
  });

  it("is told in few dependencies, as the engine keeps and follows every one of them", async () => {
    const [none, one] = [await recordInstances([]), await recordInstances(["history"])];
    const count = (recorded: readonly Recorded[]) =>
      recorded.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
    // Two are the lock's. Of all else fifty instances may have 3,000.
    expect(count(one) - count(none) - 2).toBeLessThanOrEqual(56);
  });
});
