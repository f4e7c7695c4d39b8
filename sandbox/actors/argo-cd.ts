import { z } from "zod";
import type { ClusterApi } from "./cluster-api";

/** The finalizer that makes Argo CD remove what an Application deployed before the Application goes. */
const FINALIZER = "resources-finalizer.argocd.argoproj.io";

/** On every object that Argo CD deploys: `<application>:<group>/<kind>:<namespace>/<name>`. */
const TRACKING_ID = "argocd.argoproj.io/tracking-id";

const APPLICATIONS = "/apis/argoproj.io/v1alpha1/applications";
const PROJECTS = "/apis/argoproj.io/v1alpha1/appprojects";

const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().default(""),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).default([]),
  annotations: z.record(z.string(), z.string()).default({}),
});
const Condition = z.looseObject({ type: z.string(), message: z.string() });
const Application = z.looseObject({
  metadata: Metadata,
  spec: z.looseObject({
    project: z.string(),
    destination: z.looseObject({ namespace: z.string().default("") }),
  }),
  status: z.looseObject({ conditions: z.array(Condition).default([]) }).optional(),
});
type Application = z.infer<typeof Application>;
const Tracked = z.looseObject({ metadata: Metadata });

/**
 * Plays the one part of Argo CD that a removal needs, once: for every Application that is being deleted it deletes
 * what the Application had deployed and, when that is gone, the finalizer. Like Argo CD it does so only while the
 * Application's AppProject exists; otherwise it says so in the Application's conditions and waits.
 */
export async function removeDeleted(api: ClusterApi): Promise<void> {
  const [applications, projects] = await Promise.all([
    list(api, APPLICATIONS, Application),
    list(api, PROJECTS, Tracked),
  ]);
  const leaving = applications.filter(isLeaving);
  if (leaving.length > 0) await removeApplications(api, leaving, projects);
  const used = new Set(
    applications.map(({ metadata, spec }) => `${metadata.namespace}/${spec.project}`),
  );
  for (const project of projects.filter(isLeaving)) {
    const { namespace, name } = project.metadata;
    if (!used.has(`${namespace}/${name}`)) await removeFinalizer(api, PROJECTS, project);
  }
}

const isLeaving = ({ metadata }: z.infer<typeof Tracked>): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.finalizers.includes(FINALIZER);

async function removeApplications(
  api: ClusterApi,
  leaving: readonly Application[],
  projects: readonly z.infer<typeof Tracked>[],
): Promise<void> {
  const collectionsIn = await api.collections();
  const remove = async (application: Application): Promise<void> => {
    const { namespace } = application.metadata;
    const hasProject = projects.some(
      ({ metadata }) =>
        metadata.namespace === namespace && metadata.name === application.spec.project,
    );
    if (!hasProject) return reportMissingProject(api, application);
    const destination = application.spec.destination.namespace;
    return removeDeployed(api, application, destination === "" ? [] : collectionsIn(destination));
  };
  await Promise.all(leaving.map(remove));
}

async function removeDeployed(
  api: ClusterApi,
  application: Application,
  collections: readonly string[],
): Promise<void> {
  const remaining = await Promise.all(
    collections.map(async (path) => {
      const objects = await list(api, path, Tracked);
      const deployed = objects.filter(({ metadata }) =>
        metadata.annotations[TRACKING_ID]?.startsWith(`${application.metadata.name}:`),
      );
      const staying = deployed.filter((each) => !each.metadata.deletionTimestamp);
      await Promise.all(staying.map(({ metadata }) => api.delete(`${path}/${metadata.name}`)));
      return deployed.length;
    }),
  );
  // The finalizer goes on a later look, when nothing is left.
  if (remaining.every((count) => count === 0))
    await removeFinalizer(api, APPLICATIONS, application);
}

/** In the words of Argo CD, whose controller leaves such an Application as it is. */
async function reportMissingProject(api: ClusterApi, application: Application): Promise<void> {
  const message =
    `error getting app project "${application.spec.project}": ` +
    `appproject.argoproj.io "${application.spec.project}" not found`;
  const conditions = application.status?.conditions ?? [];
  if (conditions.some((each) => each.type === "DeletionError" && each.message === message)) return;
  const lastTransitionTime = new Date().toISOString();
  await api.patch(pathOf(APPLICATIONS, application), {
    status: { conditions: [{ type: "DeletionError", message, lastTransitionTime }] },
  });
}

async function removeFinalizer(
  api: ClusterApi,
  collection: string,
  object: z.infer<typeof Tracked>,
): Promise<void> {
  const finalizers = object.metadata.finalizers.filter((each) => each !== FINALIZER);
  await api.patch(pathOf(collection, object), {
    // Refused, and tried again on the next look, if somebody else has changed the object meanwhile.
    metadata: { finalizers, resourceVersion: object.metadata.resourceVersion },
  });
}

function pathOf(collection: string, { metadata }: z.infer<typeof Tracked>): string {
  const at = collection.lastIndexOf("/");
  return `${collection.slice(0, at)}/namespaces/${metadata.namespace}${collection.slice(at)}/${metadata.name}`;
}

async function list<Item>(
  api: ClusterApi,
  path: string,
  item: z.ZodType<Item>,
): Promise<readonly Item[]> {
  return z.array(item).parse(await api.list(path));
}
