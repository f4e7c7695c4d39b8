import { providerUrn, type Recorded } from "./recorder";

/**
 * How many steps the engine takes to find all that a resource depends on, once it was refused its deletion. It walks every
 * way there is to each of them, but goes up to each parent only once
 * (https://github.com/pulumi/pulumi/blob/v3.255.0/pkg/resource/graph/dependency_graph.go#L363).
 *
 * @param limit where the count ends
 */
export function stepsOfRefusal(
  recorded: readonly Recorded[],
  from: Recorded,
  limit: number,
): number {
  const byUrn = new Map(recorded.map((each) => [each.urn, each]));
  const marked = new Set<string>();
  let steps = 0;
  const walk = (urn: string): void => {
    for (let next: string | undefined = urn; next !== undefined && steps < limit;) {
      const each = byUrn.get(next);
      if (each === undefined) return;
      steps += 1;
      marked.add(next);
      for (const before of waysFrom(each)) walk(before);
      next = each.parent === "" || marked.has(each.parent) ? undefined : each.parent;
    }
  };
  walk(from.urn);
  return steps;
}

const waysFrom = (each: Recorded): string[] =>
  [
    ...[providerUrn(each), each.deletedWith],
    ...[...each.dependencies, ...each.inputDependencies],
  ].filter((urn) => urn !== "");
