import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** Settings of the platform and the data servers that are right only together. */
export function serverProblems({ platform, storage }: ReadableStack): Problem[] {
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
  if (
    storage !== undefined &&
    (storage.endpoint === undefined) !== (storage.iamEndpoint === undefined)
  ) {
    const [absent, present] =
      storage.endpoint === undefined ? ["endpoint", "iamEndpoint"] : ["iamEndpoint", "endpoint"];
    problems.push({
      path: ["storage", absent],
      problem: `is missing, while openedx:storage.${present} is set`,
      fix: "Write both for an S3 server that is not AWS, or neither for AWS.",
    });
  }
  return problems;
}
