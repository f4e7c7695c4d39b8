import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { isProperties, parseJson, propertiesAt, textAt, type Properties } from "../value";
import type { KubernetesApi } from "./api";
import type { ReleaseName } from "./crds";
import { deleteAndWait } from "./deletion";
import { referenceTo } from "./kubernetes-object";

/** What Helm knows of one revision of a release. */
export interface ReleaseRecord extends ReleaseName {
  readonly revision: number;
  /** `deployed` or `superseded`; Helm itself knows more. */
  readonly status: string;
  readonly chart: { readonly name: string; readonly version: string };
  readonly values: Properties;
  readonly description: string;
  /** ISO 8601. */
  readonly firstDeployed: string;
  readonly lastDeployed: string;
}

const SECRET = { apiVersion: "v1", kind: "Secret" };

/** The revisions of a release that the cluster knows, oldest first. */
export async function findRevisions(
  api: KubernetesApi,
  { name, namespace }: ReleaseName,
): Promise<ReleaseRecord[]> {
  const found = await api.list({ ...SECRET, namespace }, { owner: "helm", name });
  return found.map(fromSecret).sort((a, b) => a.revision - b.revision);
}

/** Writes a revision where Helm and `helm list` look for it. */
export async function writeRevision(api: KubernetesApi, record: ReleaseRecord): Promise<void> {
  await api.apply(toSecret(record));
}

/** Deletes a revision. */
export async function deleteRevision(api: KubernetesApi, record: ReleaseRecord): Promise<void> {
  await deleteAndWait(api, { reference: referenceTo(toSecret(record)), timeoutSeconds: 60 });
}

/** A revision as Helm 3 keeps it: a Secret with compressed JSON, base64 inside of base64. */
export function toSecret(record: ReleaseRecord): Properties {
  const { name, namespace, revision, status, chart, values } = record;
  const release: Properties = {
    name,
    namespace,
    version: revision,
    info: {
      first_deployed: record.firstDeployed,
      last_deployed: record.lastDeployed,
      deleted: "",
      description: record.description,
      status,
    },
    chart: { metadata: { ...chart, apiVersion: "v2" }, templates: [], values: {} },
    config: values,
    manifest: "",
  };
  const packed = gzipSync(JSON.stringify(release)).toString("base64");
  return {
    ...SECRET,
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { owner: "helm", name, status, version: String(revision) },
    },
    data: { release: Buffer.from(packed).toString("base64") },
  };
}

const storedRelease = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  version: z.int(),
  info: z.looseObject({
    first_deployed: z.string(),
    last_deployed: z.string(),
    description: z.string(),
    status: z.string(),
  }),
  chart: z.looseObject({ metadata: z.looseObject({ name: z.string(), version: z.string() }) }),
});

/** Reads what {@link toSecret} wrote. */
export function fromSecret(secret: Properties): ReleaseRecord {
  const release = textAt(propertiesAt(secret, "data"), "release");
  const packed = Buffer.from(release, "base64").toString("utf8");
  const json = parseJson(gunzipSync(Buffer.from(packed, "base64")).toString("utf8"));
  const { name, namespace, version, info, chart } = storedRelease.parse(json);
  return {
    name,
    namespace,
    revision: version,
    status: info.status,
    chart: { name: chart.metadata.name, version: chart.metadata.version },
    values: isProperties(json) ? propertiesAt(json, "config") : {},
    description: info.description,
    firstDeployed: info.first_deployed,
    lastDeployed: info.last_deployed,
  };
}
