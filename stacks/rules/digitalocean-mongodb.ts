import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** What a managed server of DigitalOcean that is to be made needs of the cluster. */
export const digitaloceanMongodbProblems = ({ mongodb, cluster }: ReadableStack): Problem[] =>
  mongodb?.kind === "digitalocean" &&
  !("existing" in mongodb) &&
  cluster !== undefined &&
  cluster.kind !== "digitalocean"
    ? [
        {
          path: ["mongodb", "kind"],
          problem: `is digitalocean, while openedx:cluster.kind is ${cluster.kind}`,
          fix: "Write existing: and the name of a server that exists, or digitalocean for the cluster: the server is made in the network that the stack makes.",
        },
      ]
    : [];
