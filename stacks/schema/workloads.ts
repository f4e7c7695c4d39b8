import type { z } from "zod";
import { section, text, wholeNumber } from "./text";

const cpu = text(
  /^[1-9][0-9]{0,5}m?$/,
  'millicores such as 500m, or whole CPUs in quotes such as "2"',
).describe("CPU that each container asks for: millicores such as `500m`, or whole CPUs.");

const memory = text(/^[1-9][0-9]{0,5}[MG]i$/, "a number of Mi or Gi, such as 2Gi").describe(
  "Memory that each container asks for, in `Mi` or `Gi`. It may use more.",
);

const storage = text(/^[1-9][0-9]{0,5}[MGT]i$/, "a number of Mi, Gi or Ti, such as 5Gi");

const requests = section({ cpu: cpu.optional(), memory: memory.optional() })
  .optional()
  .describe("What is kept free for each container on its node.");

const number = (meaning: string) => wholeNumber(1, 500).optional().describe(meaning);

const minAvailable = wholeNumber(0, 99)
  .optional()
  .describe(
    "Percentage of the pods that the drain of a node leaves running, by a PodDisruptionBudget; `0`: none.",
  );

const fixed = (what: string) =>
  section({ requests, replicas: number("How many pods."), minAvailable })
    .optional()
    .describe(what);

const scaled = (what: string) =>
  section({
    requests,
    replicas: number("The fewest pods; where `maxReplicas` is the same, just as many."),
    maxReplicas: number("The most pods, that the autoscaler makes under load."),
    targetCpu: wholeNumber(1, 1000)
      .optional()
      .describe("Percentage of the CPU asked for, over all pods, that the autoscaler aims for."),
    minAvailable,
  })
    .optional()
    .describe(what);

const storing = (what: string) =>
  section({ requests, storage: storage.optional().describe("Size of its volume.") })
    .optional()
    .describe(what);

export const workloads = section({
  lms: scaled("The LMS."),
  cms: scaled("Studio."),
  lmsWorker: scaled("What the LMS does in the background."),
  cmsWorker: scaled("What Studio does in the background."),
  mfe: fixed("The server of the micro-frontends."),
  caddy: fixed("The web server between the ingress controller and the others."),
  redis: storing("Redis: queue and cache."),
  meilisearch: storing("Meilisearch."),
  others: section({
    requests: requests.describe(
      "What a container counts for that states nothing: jobs, and most of what plugins add.",
    ),
    replicas: wholeNumber(0, 500)
      .optional()
      .describe("For how many pods of plugins and of Tutor's mail relay there is room."),
    storage: storage
      .optional()
      .describe("For how large volumes of plugins there is room, all together."),
  })
    .optional()
    .describe("What plugins add, and what states nothing."),
});

const most = (what: string) => wholeNumber(0, 100_000).optional().describe(`The most ${what}.`);

export const quota = section({
  cpu: cpu.optional().describe("The most CPU that all containers together ask for."),
  memory: memory.optional().describe("The most memory that all containers together ask for."),
  storage: storage.optional().describe("The most that all volumes together take."),
  persistentVolumeClaims: most("volumes"),
  pods: most("pods that have not ended"),
  services: most("Services"),
  ingresses: most("Ingresses"),
  jobs: most("Jobs"),
  configMaps: most("ConfigMaps"),
  secrets: most("Secrets"),
});

export type WorkloadsEntry = z.output<typeof workloads>;
export type QuotaEntry = z.output<typeof quota>;
