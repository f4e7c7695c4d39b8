import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** Slugs that are, or may become, the namespace of something else on the cluster. `*` stands for any text. */
export const RESERVED_SLUGS: readonly string[] = [
  "default",
  "kube-*",
  "*-system",
  "openedx*",
  "argo",
  "argocd",
  "cert-manager",
  "external-dns",
  "harmony",
  "ingress*",
  "kubernetes-dashboard",
  "local-path-storage",
  "monitoring",
  "traefik",
  "velero",
];

const reserved = RESERVED_SLUGS.map((slug) => new RegExp(`^${slug.replace("*", ".*")}$`));

/** A slug is the name of a namespace, so it must not be that of another instance or of the platform. */
export function slugProblems({ instances, platform }: ReadableStack): Problem[] {
  const platformNamespaces = [platform?.argocd.namespace, platform?.argoWorkflows.namespace];
  const first = new Map<string, number>();
  return instances.flatMap(({ index, slug }): Problem[] => {
    if (slug === undefined) return [];
    const path = ["instances", index, "slug"];
    const earlier = first.get(slug);
    if (earlier !== undefined)
      return [
        {
          path,
          problem: `is "${slug}", as openedx:instances[${earlier}].slug is`,
          fix: "Give each instance its own slug, or remove one of the two entries.",
        },
      ];
    first.set(slug, index);
    if (!platformNamespaces.includes(slug) && !reserved.some((pattern) => pattern.test(slug)))
      return [];
    return [
      {
        path,
        problem: `is "${slug}", which is reserved for a namespace that is not an instance's`,
        fix: "Choose another slug; docs/settings.md#slugs lists the reserved ones.",
      },
    ];
  });
}

/** The instances that can be compared by what is derived from their slug: repeated slugs are told once, by themselves. */
export function comparable({ instances }: ReadableStack) {
  const seen = new Set<string>();
  return instances.flatMap(({ index, settings }) => {
    if (settings === undefined || seen.has(settings.slug)) return [];
    seen.add(settings.slug);
    return [{ index, settings }];
  });
}
