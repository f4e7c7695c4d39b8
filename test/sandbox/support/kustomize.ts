import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { kubectl } from "./clients";

/** What kustomize, which Argo CD runs, makes of objects by the patches of an Application. */
export async function kustomized(
  objects: readonly object[],
  patches: readonly object[],
): Promise<readonly unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), "openedx-kustomize-"));
  const write = (file: string, content: object): void =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  try {
    write("objects.json", { apiVersion: "v1", kind: "List", items: objects });
    write("kustomization.yaml", { resources: ["objects.json"], patches });
    const documents = parseAllDocuments(await kubectl("kustomize", folder));
    return documents.map((document) => {
      const object: unknown = document.toJS();
      return object;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
