import { z } from "zod";
import { ApiError, isNotFound } from "../providers/kubernetes/api-error";
import type { Transport } from "../providers/kubernetes/transport";
import type { ClusterApi } from "./cluster-api";

const Items = z.looseObject({ items: z.array(z.unknown()) });
const Groups = z.looseObject({
  groups: z.array(z.looseObject({ preferredVersion: z.looseObject({ groupVersion: z.string() }) })),
});
const Resources = z.looseObject({
  resources: z.array(
    z.looseObject({ name: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()) }),
  ),
});

/** An actor's view of the API server at the other end of `transport`. */
export function transportApi(transport: Transport): ClusterApi {
  return {
    async list(path) {
      const found = await unlessGone(() => transport.send({ method: "GET", path }));
      return found === undefined ? [] : Items.parse(found).items;
    },
    async collections() {
      const found = await transport.send({ method: "GET", path: "/apis" });
      const versions = Groups.parse(found).groups.map((group) => group.preferredVersion);
      const roots = ["/api/v1", ...versions.map(({ groupVersion }) => `/apis/${groupVersion}`)];
      const names = await Promise.all(roots.map((root) => deletableKinds(transport, root)));
      return (namespace) =>
        roots.flatMap((root, index) =>
          (names[index] ?? []).map((name) => `${root}/namespaces/${namespace}/${name}`),
        );
    },
    async patch(path, changes) {
      const body = z.record(z.string(), z.json()).parse(changes);
      const contentType = "application/merge-patch+json";
      await unlessGone(() => transport.send({ method: "PATCH", path, body, contentType }));
    },
    async delete(path) {
      const body = {
        apiVersion: "v1",
        kind: "DeleteOptions",
        // As Argo CD does by default.
        propagationPolicy: "Foreground",
      };
      await unlessGone(() => transport.send({ method: "DELETE", path, body }));
    },
  };
}

async function deletableKinds(transport: Transport, root: string): Promise<readonly string[]> {
  const found = await unlessGone(() => transport.send({ method: "GET", path: root }));
  return Resources.parse(found ?? { resources: [] })
    .resources.filter(
      ({ namespaced, verbs }) => namespaced && verbs.includes("list") && verbs.includes("delete"),
    )
    .map(({ name }) => name);
}

/** What was asked for, or nothing if it is not there, or not any more as it was seen. */
async function unlessGone<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isNotFound(error) || (error instanceof ApiError && error.reason === "Conflict"))
      return undefined;
    throw error;
  }
}
