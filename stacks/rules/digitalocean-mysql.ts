import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** What a managed server of DigitalOcean needs of the cluster. */
export const digitaloceanMysqlProblems = ({ mysql, cluster }: ReadableStack): Problem[] =>
  mysql?.kind === "digitalocean" && cluster !== undefined && cluster.kind !== "digitalocean"
    ? [
        {
          path: ["mysql", "kind"],
          problem: `is digitalocean, while openedx:cluster.kind is ${cluster.kind}`,
          fix:
            "existing" in mysql
              ? "Write external and where the server is, or digitalocean for the cluster, in whose account the server is looked up."
              : "Write external and where the server is, or digitalocean for the cluster: the server is made in the cluster's network.",
        },
      ]
    : [];
