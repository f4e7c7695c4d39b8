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
  /** @param opts `dependsOn` is what it comes after */
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("openedx:shared:Stage", name, {}, opts);
    this.registerOutputs({});
  }
}
