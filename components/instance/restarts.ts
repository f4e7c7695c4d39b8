import * as pulumi from "@pulumi/pulumi";
import type { CredentialsRevisions } from "./credentials-secret";
import type { KustomizePatch } from "./kustomize";

const ANNOTATION = "openedx.org/secrets-revision";

/**
 * Pods read their environment when they start, so a changed Secret must start them anew. Each Deployment that reads it
 * carries the Secret's revision in the template of its pods; another revision is another template, which Kubernetes
 * rolls out.
 *
 * The names are regular expressions that the whole name must match. One that matches nothing does no harm. Deployments
 * of a plugin are named after it, or begin with its name and a hyphen.
 */
export const restartPatches = ({ core, plugins }: CredentialsRevisions): KustomizePatch[] => [
  patch("(lms|cms)(-worker)?|meilisearch", core),
  ...plugins.map(({ plugin, revision }) => patch(`${plugin.replaceAll("_", "-")}(-.*)?`, revision)),
];

/** A strategic merge: JSON 6902 could not add to annotations that a template does not have. */
const patch = (name: string, revision: pulumi.Output<string>): KustomizePatch => ({
  target: { kind: "Deployment", name },
  patch: pulumi.jsonStringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "named-by-the-target" },
    spec: { template: { metadata: { annotations: { [ANNOTATION]: revision } } } },
  }),
});
