import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { readKubeconfig } from "../../providers/kubernetes/kubeconfig";
import { Transport } from "../../providers/kubernetes/transport";
import { workflowApi } from "./api";
import { Runner } from "./runner";

/** Pause between two looks at the workflows, in milliseconds. */
const PAUSE = 250;

/** The API server is on this machine, and many workflows may run at once. */
const RATE_LIMIT = { qps: 500, burst: 1000 };

/** Longest time that one request may take, in seconds. */
const REQUEST_TIMEOUT = 10;

const Client = z.object({
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});
const Clients = z.object({
  mysql: z.object({
    flavor: z.enum(["mysql", "mariadb"]),
    version: z.string(),
    server: z.array(z.string()),
    initialize: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    root: z.string(),
  }),
  awsCli: Client,
  mongosh: Client,
  managedMysql: z.object({ host: z.string(), port: z.number() }),
});

/** The process that runs workflows, until it is stopped. It outlives a failure of the API server. */
async function play(kubeconfigFile: string, directory: string, tools: string): Promise<void> {
  const access = readKubeconfig(readFileSync(kubeconfigFile, "utf8"));
  const options = { rateLimit: RATE_LIMIT, timeoutSeconds: REQUEST_TIMEOUT };
  const clients = Clients.parse(JSON.parse(tools));
  const api = workflowApi(new Transport(access, options));
  const runner = new Runner({ api, clients, directory }, (line) => console.error(line));
  process.once("SIGTERM", () => void runner.stop().then(() => process.exit(0)));
  let lastFailure: string | undefined;
  for (;;) {
    try {
      await runner.look();
      lastFailure = undefined;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (failure !== lastFailure) console.error(failure);
      lastFailure = failure;
    }
    await sleep(PAUSE);
  }
}

const [kubeconfigFile, directory, tools] = process.argv.slice(2);
if (kubeconfigFile === undefined || directory === undefined || tools === undefined)
  throw new Error("usage: main.ts KUBECONFIG FOLDER TOOLS");
void play(kubeconfigFile, directory, tools);
