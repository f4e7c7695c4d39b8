import * as pulumi from "@pulumi/pulumi";

/**
 * Keeps Pulumi from recording the source line of every call that led to a resource. It has no setting for that, works
 * the lines out anew for each resource, and writes them, with the folder of the checkout, into the state: a quarter of
 * what an instance takes there (docs/performance.md says how large it is). Nothing reads them.
 *
 * An SDK that no longer has the function is left as it is; a test tells.
 */
export function omitSourcePositions(): void {
  const resource: object = pulumi.Resource;
  if (typeof Reflect.get(resource, "callsites") === "function")
    Reflect.set(resource, "callsites", () => []);
}
