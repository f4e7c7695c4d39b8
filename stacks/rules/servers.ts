import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** Settings of the platform that are right only together. */
export function serverProblems({ platform }: ReadableStack): Problem[] {
  const problems: Problem[] = [];
  if (platform?.argocd.install && platform.argoWorkflows.install) {
    const { namespace } = platform.argoWorkflows;
    if (namespace === platform.argocd.namespace)
      problems.push({
        path: ["platform", "argoWorkflows", "namespace"],
        problem: `is "${namespace}", as openedx:platform.argocd.namespace is`,
        fix: "Give each of the two its own namespace, as both are installed.",
      });
  }
  return problems;
}
