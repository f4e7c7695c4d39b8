import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const Template = z.object({ metadata: z.looseObject({}), spec: z.looseObject({}) });
const Deployed = z.looseObject({
  apiVersion: z.string(),
  kind: z.enum(["Deployment", "Job", "Service"]),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ template: Template.optional() }),
});
export type Deployed = z.infer<typeof Deployed>;

const FILE = join(__dirname, "..", "..", "support", "tutor", "deployed.yaml");

/** What Argo CD deploys of an instance, as Tutor renders it. */
export const deployed = (): readonly Deployed[] =>
  parseAllDocuments(readFileSync(FILE, "utf8")).map((document) => Deployed.parse(document.toJS()));

/** A pod of a Deployment or Job, as its controller would make it. */
export function podOf(name: string, number: number) {
  const owner = deployed().find(
    ({ kind, metadata }) => kind !== "Service" && metadata.name === name,
  );
  if (owner?.spec.template === undefined) throw new Error(`Tutor deploys no ${name}`);
  const { metadata, spec } = owner.spec.template;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, name: `${name}-${number}` },
    spec,
  };
}
