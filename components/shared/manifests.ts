import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

/** A Kubernetes object as `kubectl` reads it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const MANIFESTS = join(__dirname, "..", "..", "manifests");

/**
 * Reads the objects of a file below `manifests/`. They are plain YAML, so that `kubectl apply -f` takes the same file.
 *
 * @throws Error naming the file, if it holds something that is no Kubernetes object
 */
export function loadManifests(file: string): Manifest[] {
  const documents = parseAllDocuments(readFileSync(join(MANIFESTS, file), "utf8"));
  return documents.map((document) => {
    const value: unknown = document.toJS();
    if (!isManifest(value)) throw new Error(`manifests/${file}: not a Kubernetes object`);
    return value;
  });
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Record<keyof Manifest, unknown>>;
  const named = typeof metadata === "object" && metadata !== null && "name" in metadata;
  return typeof apiVersion === "string" && typeof kind === "string" && named;
}
