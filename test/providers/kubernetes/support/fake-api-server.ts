import { ApiError } from "../../../../sandbox/providers/kubernetes/api-error";
import { KubernetesApi } from "../../../../sandbox/providers/kubernetes/api";
import type { Call } from "../../../../sandbox/providers/kubernetes/transport";
import { propertiesAt, textAt, type Properties } from "../../../../sandbox/providers/value";

/** Kinds by the path of their group and version: plural and whether they live in namespaces. */
const KINDS: Record<string, Record<string, readonly [plural: string, namespaced: boolean]>> = {
  "/api/v1": {
    Namespace: ["namespaces", false],
    Secret: ["secrets", true],
    ConfigMap: ["configmaps", true],
  },
  "/apis/argoproj.io/v1alpha1": { Application: ["applications", true] },
  "/apis/apiextensions.k8s.io/v1": {
    CustomResourceDefinition: ["customresourcedefinitions", false],
  },
};

/**
 * As much of an API server as the provider's own decisions need: it keeps objects by path, and knows of
 * preconditions, finalizers, dry runs and missing namespaces. What real ones refuse is tested with a real one.
 */
export class FakeApiServer {
  readonly objects = new Map<string, Properties>();
  readonly calls: Call[] = [];
  readonly api = new KubernetesApi({ send: (call) => this.send(call) }, "default");
  /** Group versions that the server has not loaded yet. */
  readonly unknown = new Set<string>();
  /** The server's own way of writing what it was given. */
  normalise = (object: Properties): Properties => object;
  private count = 0;

  constructor() {
    this.put("/api/v1/namespaces/default", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "default" },
    });
  }

  /** Puts an object there as if somebody else had made it. */
  put(path: string, object: Properties): Properties {
    const metadata = { uid: `uid-${++this.count}`, ...propertiesAt(object, "metadata") };
    const live = this.normalise({ ...object, metadata });
    this.objects.set(path, live);
    return live;
  }

  /** The paths that were written with a method, without queries. */
  written = (method: Call["method"]): string[] =>
    this.calls.filter((call) => call.method === method).map(({ path }) => path.split("?")[0] ?? "");

  private send(call: Call): Promise<Properties> {
    this.calls.push(call);
    const [path = "", query = ""] = call.path.split("?");
    return Promise.resolve().then(() => this.answer(call, path, new URLSearchParams(query)));
  }

  private answer({ method, body = {} }: Call, path: string, query: URLSearchParams): Properties {
    const dryRun = query.get("dryRun") === "All";
    if (path === "/readyz") return { text: "ok" };
    if (KINDS[path] && !this.unknown.has(path)) return discovery(KINDS[path]);
    switch (method) {
      case "GET":
        return (
          this.objects.get(path) ?? this.listOf(path, query.get("labelSelector")) ?? notFound(path)
        );
      case "POST":
        return this.create(`${path}/${nameOf(body)}`, body, dryRun);
      case "PATCH": {
        const uid = propertiesAt(this.objects.get(path) ?? {}, "metadata").uid;
        const metadata = { ...propertiesAt(body, "metadata"), ...(uid !== undefined && { uid }) };
        return dryRun
          ? this.normalise({ ...body, metadata })
          : this.put(path, { ...body, metadata });
      }
      case "DELETE":
        return this.delete(path, propertiesAt(body, "preconditions").uid);
    }
  }

  private create(path: string, body: Properties, dryRun: boolean): Properties {
    const [, namespace] = /\/namespaces\/([^/]+)\/./.exec(path) ?? [];
    if (namespace !== undefined && !this.objects.has(`/api/v1/namespaces/${namespace}`)) {
      throw new ApiError(404, "NotFound", `namespaces "${namespace}" not found`);
    }
    if (this.objects.has(path)) {
      throw new ApiError(409, "AlreadyExists", `"${nameOf(body)}" already exists`);
    }
    return dryRun ? body : this.put(path, body);
  }

  private delete(path: string, uid: unknown): Properties {
    const live = this.objects.get(path) ?? notFound(path);
    const metadata = propertiesAt(live, "metadata");
    if (uid !== undefined && metadata.uid !== uid) {
      throw new ApiError(409, "Conflict", "Precondition failed: UID in precondition");
    }
    if (!metadata.finalizers) {
      this.objects.delete(path);
      return { kind: "Status", status: "Success" };
    }
    const ending = { ...live, metadata: { ...metadata, deletionTimestamp: "now" } };
    this.objects.set(path, ending);
    return ending;
  }

  private listOf(path: string, selector: string | null): Properties | undefined {
    if (selector === null) return undefined;
    const items = [...this.objects]
      .filter(([at]) => at.startsWith(`${path}/`))
      .map(([, object]) => object)
      .filter((object) => {
        const labels = propertiesAt(propertiesAt(object, "metadata"), "labels");
        return selector.split(",").every((pair) => {
          const [name = "", value] = pair.split("=");
          return labels[name] === value;
        });
      });
    return { items };
  }
}

const discovery = (kinds: Record<string, readonly [string, boolean]>): Properties => ({
  resources: Object.entries(kinds).flatMap(([kind, [name, namespaced]]) => [
    { name, kind, namespaced },
    { name: `${name}/status`, kind, namespaced },
  ]),
});

const nameOf = (object: Properties): string => textAt(propertiesAt(object, "metadata"), "name");

function notFound(path: string): never {
  throw new ApiError(404, "NotFound", `${path} not found`);
}
