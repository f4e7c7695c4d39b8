import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { KustomizePatch } from "../../components/instance/kustomize";
import { restartPatches } from "../../components/instance/restarts";
import { kustomized } from "./support/kustomize";

const ANNOTATION = "openedx.org/secrets-revision";

const PATCHES = restartPatches({
  // Digits alone, which YAML would read as a number.
  core: pulumi.output("0123456789012345"),
  plugins: [
    { plugin: "my_plugin", revision: pulumi.output("00112233445566e7") },
    { plugin: "notes", revision: pulumi.output("fedcba9876543210") },
  ],
});

const known = (
  patches: readonly KustomizePatch[],
): Promise<readonly pulumi.Unwrap<KustomizePatch>[]> =>
  new Promise((resolve) => void pulumi.output(patches).apply(resolve));

const deployment = (name: string, annotations?: Readonly<Record<string, string>>) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    selector: { matchLabels: { name } },
    template: {
      metadata: { labels: { name }, ...(annotations && { annotations }) },
      spec: { containers: [{ name, image: "example.org/openedx" }] },
    },
  },
});

const Deployment = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    template: z.object({
      metadata: z.object({
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
    }),
  }),
});

/** What kustomize, which Argo CD runs, makes of the Deployments: by name. */
async function built(deployments: readonly object[]) {
  const all = (await kustomized(deployments, await known(PATCHES))).map((each) =>
    Deployment.parse(each),
  );
  return new Map(all.map((each) => [each.metadata.name, each.spec.template]));
}

describe("the patches of an Application, built by kustomize", () => {
  it("give the pods that read the Secret its revision, and no other pods", async () => {
    const names = [
      "lms",
      "lms-worker",
      "cms",
      "cms-worker",
      "meilisearch",
      "notes",
      "my-plugin-worker",
    ];
    const others = ["caddy", "mfe", "redis", "smtp", "xlms", "lms-worker-2", "notesx"];
    const templates = await built([...names, ...others].map((name) => deployment(name)));
    const revisions = [...templates].map(([name, { metadata }]) => [
      name,
      metadata.annotations[ANNOTATION],
    ]);
    expect(Object.fromEntries(revisions)).toEqual({
      lms: "0123456789012345",
      "lms-worker": "0123456789012345",
      cms: "0123456789012345",
      "cms-worker": "0123456789012345",
      meilisearch: "0123456789012345",
      notes: "fedcba9876543210",
      "my-plugin-worker": "00112233445566e7",
      ...Object.fromEntries(others.map((name) => [name, undefined])),
    });
  });

  it("keep the annotations, labels and containers that are there", async () => {
    const lms = (await built([deployment("lms", { kept: "yes" })])).get("lms");
    expect(lms).toEqual({
      metadata: {
        labels: { name: "lms" },
        annotations: { kept: "yes", [ANNOTATION]: "0123456789012345" },
      },
      spec: { containers: [{ image: "example.org/openedx" }] },
    });
  });

  it("do no harm where no Deployment has such a name", async () => {
    expect([...(await built([deployment("caddy")])).keys()]).toEqual(["caddy"]);
  });
});
