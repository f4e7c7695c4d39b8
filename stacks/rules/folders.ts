import type { GitopsSettings } from "../../components/instance/settings";
import { type Problem, shown } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** Two instances that are deployed from one folder would be the same site twice, with each other's databases. */
export function folderProblems(stack: ReadableStack): Problem[] {
  const first = new Map<string, number>();
  return comparable(stack).flatMap(({ index, settings: { gitops } }): Problem[] => {
    const folder = folderOf(gitops);
    const earlier = first.get(folder);
    if (earlier === undefined) {
      first.set(folder, index);
      return [];
    }
    return [
      {
        path: ["instances", index, "gitops", "path"],
        problem: `is ${shown(gitops.path)}, the folder that openedx:instances[${earlier}] is deployed from`,
        fix: "Give each instance its own folder, most easily by {slug} in openedx:gitops.path.",
      },
    ];
  });
}

/** The same for all addresses that are usually written for one repository. */
export function folderOf({ repository, revision, path }: GitopsSettings): string {
  const address = repository.replace(/\/$/, "").replace(/\.git$/, "");
  return [address, revision, path].join(" ");
}
