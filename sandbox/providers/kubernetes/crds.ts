import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../contract";
import { isProperties, propertiesAt, textAt, type Properties } from "../value";
import type { KubernetesApi } from "./api";
import { idOf, referenceTo } from "./kubernetes-object";

/** A Helm release, as Helm marks what it owns. */
export interface ReleaseName {
  readonly name: string;
  readonly namespace: string;
}

/** The API server needs a moment to serve a new kind; more than this means that it refuses it. */
const ESTABLISH_SECONDS = 30;

/** After so long without it the server is asked again, see {@link applyAnew}. */
const APPLY_ANEW_SECONDS = 3;

/**
 * Installs custom resource definitions as a chart does that keeps them: they carry the release's marks and outlive
 * it. Returns when the server serves the kinds.
 *
 * @throws OperatorError if one belongs to another release, in Helm's words
 */
export async function installCrds(
  api: KubernetesApi,
  crds: readonly Properties[],
  owner: ReleaseName,
): Promise<void> {
  for (const crd of crds) await refuseForeign(api, crd, owner);
  const definitions = crds.map((crd) => marked(crd, owner));
  await Promise.all(definitions.map((definition) => api.apply(definition)));
  await Promise.all(definitions.map((definition) => waitUntilServed(api, definition)));
}

const ownerAnnotations = ({ name, namespace }: ReleaseName): Record<string, string> => ({
  "meta.helm.sh/release-name": name,
  "meta.helm.sh/release-namespace": namespace,
});

function marked(crd: Properties, owner: ReleaseName): Properties {
  const metadata = propertiesAt(crd, "metadata");
  return {
    ...crd,
    metadata: {
      ...metadata,
      labels: { ...propertiesAt(metadata, "labels"), "app.kubernetes.io/managed-by": "Helm" },
      annotations: {
        ...propertiesAt(metadata, "annotations"),
        ...ownerAnnotations(owner),
        "helm.sh/resource-policy": "keep",
      },
    },
  };
}

async function refuseForeign(
  api: KubernetesApi,
  crd: Properties,
  owner: ReleaseName,
): Promise<void> {
  const reference = referenceTo(crd);
  const live = await api.find(reference);
  if (!live) return;
  const annotations = propertiesAt(propertiesAt(live, "metadata"), "annotations");
  for (const [key, wanted] of Object.entries(ownerAnnotations(owner))) {
    if (annotations[key] === wanted) continue;
    const current = typeof annotations[key] === "string" ? annotations[key] : "";
    throw new OperatorError(
      `unable to continue with install: ${reference.kind} "${idOf(reference)}" in namespace "" exists and cannot be ` +
        `imported into the current release: invalid ownership metadata; annotation validation error: key "${key}" ` +
        `must equal "${wanted}": current value is "${current}"`,
    );
  }
}

async function waitUntilServed(api: KubernetesApi, crd: Properties): Promise<void> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const reference = referenceTo(crd);
  const kind = servedKind(crd);
  for (let applied = 1; seconds() < ESTABLISH_SECONDS;) {
    const live = await api.find(reference);
    if (live && isEstablished(live) && (await api.isNamespaced(kind)) !== undefined) return;
    await sleep(100);
    if (seconds() < applied * APPLY_ANEW_SECONDS) continue;
    await applyAnew(api, crd);
    applied += 1;
  }
  throw new OperatorError(
    `${reference.kind} ${reference.name} is not served ${ESTABLISH_SECONDS} seconds after it was installed; ` +
      `"kubectl describe crd ${reference.name}" shows why the API server refuses it`,
  );
}

/**
 * Changes a definition and changes it back. An API server that was killed between accepting the names of a definition
 * and serving it takes it up again only with a change of it, or after the five minutes between two looks at all of
 * them ([source](https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.4/pkg/apiserver/customresource_handler.go#L485-L496)).
 */
async function applyAnew(api: KubernetesApi, crd: Properties): Promise<void> {
  const metadata = propertiesAt(crd, "metadata");
  const annotations = { ...propertiesAt(metadata, "annotations"), [APPLIED_ANEW]: "true" };
  await api.apply({ ...crd, metadata: { ...metadata, annotations } });
  await api.apply(crd);
}

const APPLIED_ANEW = "sandbox.openedx/applied-anew";

function isEstablished(crd: Properties): boolean {
  const { conditions } = propertiesAt(crd, "status");
  return (Array.isArray(conditions) ? conditions : [])
    .filter(isProperties)
    .some(({ type, status }) => type === "Established" && status === "True");
}

function servedKind(crd: Properties): { readonly apiVersion: string; readonly kind: string } {
  const spec = propertiesAt(crd, "spec");
  const versions = Array.isArray(spec.versions) ? spec.versions.filter(isProperties) : [];
  const served = versions.find((version) => version.served === true);
  if (!served) throw new Error(`${referenceTo(crd).name} serves no version`);
  return {
    apiVersion: `${textAt(spec, "group")}/${textAt(served, "name")}`,
    kind: textAt(propertiesAt(spec, "names"), "kind"),
  };
}
