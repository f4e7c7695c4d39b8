import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readKubeconfig } from "../providers/kubernetes/kubeconfig";
import { Transport } from "../providers/kubernetes/transport";
import { removeDeleted } from "./argo-cd";
import { transportApi } from "./transport-api";

/** Pause between two looks at the Applications, in milliseconds. */
const PAUSE = 300;

/** The API server is on this machine, and a fleet may be leaving at once. */
const RATE_LIMIT = { qps: 500, burst: 1000 };

/** Longest time that one request may take, in seconds. */
const REQUEST_TIMEOUT = 10;

/**
 * The process that plays Argo CD, until it is stopped. It outlives a failure of the API server, which may be started
 * again while it runs.
 */
async function play(kubeconfigFile: string): Promise<never> {
  const access = readKubeconfig(readFileSync(kubeconfigFile, "utf8"));
  const options = { rateLimit: RATE_LIMIT, timeoutSeconds: REQUEST_TIMEOUT };
  const api = transportApi(new Transport(access, options));
  let lastFailure: string | undefined;
  for (;;) {
    try {
      await removeDeleted(api);
      lastFailure = undefined;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (failure !== lastFailure) console.error(failure);
      lastFailure = failure;
    }
    await sleep(PAUSE);
  }
}

const [kubeconfigFile] = process.argv.slice(2);
if (kubeconfigFile === undefined) throw new Error("usage: main.ts KUBECONFIG");
void play(kubeconfigFile);
