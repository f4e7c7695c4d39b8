import * as pulumi from "@pulumi/pulumi";

/**
 * Comes after some resources and before its children: what has much before it is made below a stage, instead of
 * depending on all of that itself.
 *
 * Where the engine is refused a deletion, it looks up all that the resource depends on, and it walks every *way* there is to
 * each of them; only a parent is walked once
 * ([source](https://github.com/pulumi/pulumi/blob/v3.255.0/pkg/resource/graph/dependency_graph.go#L363)). A stack on AWS with
 * two instances had 2,200,000,000 ways, and the refusal did not end.
 */
export class Stage extends pulumi.ComponentResource {
  constructor(
    name: string,
    opts: { readonly parent: pulumi.Resource; readonly after: readonly pulumi.Resource[] },
  ) {
    super("openedx:shared:Stage", name, {}, { parent: opts.parent, dependsOn: [...opts.after] });
    this.registerOutputs({});
  }
}
