import { z } from "zod";
import { OperatorError } from "../../contract";
import type { ConfigurationChange } from "../contract";
import { jsonAt, optionalTextAt, type Properties, UNKNOWN } from "../value";
import { KubernetesApi } from "./api";
import { readKubeconfig } from "./kubeconfig";
import { loggedIn } from "./login";
import { DEFAULT_RATE_LIMIT } from "./rate-limit";
import { Transport } from "./transport";

/** What a configured Kubernetes provider serves its resources with. */
export interface Cluster {
  readonly api: KubernetesApi;
  /** Whether the data of the kind is changed in place; otherwise the object is replaced. */
  readonly mutable: { readonly Secret: boolean; readonly ConfigMap: boolean };
}

const clientSettings = z
  .strictObject({
    qps: z.number().positive().optional(),
    burst: z.int().positive().optional(),
    timeout: z.int().positive().optional(),
  })
  .default({});

/** With the retries of lost connections an unreachable server is reported within 20 seconds. */
const DEFAULT_TIMEOUT_SECONDS = 15;

/**
 * Connects to the cluster that a provider's configuration names.
 *
 * @throws OperatorError if it names none: the operator's own kubeconfig is never used by accident
 */
export async function connect(configuration: Properties): Promise<Cluster> {
  const kubeconfig = optionalTextAt(configuration, "kubeconfig");
  if (!kubeconfig) {
    throw new OperatorError(
      "the sandbox's Kubernetes provider has no kubeconfig and never falls back on your own: set the provider's " +
        '"kubeconfig" to the text of a kubeconfig (in the stack file: the secret openedx:kubeconfig)',
    );
  }
  const selected = readKubeconfig(kubeconfig, {
    context: optionalTextAt(configuration, "context"),
    cluster: optionalTextAt(configuration, "cluster"),
  });
  const access = await loggedIn(selected);
  const settings = clientSettings.parse(jsonAt(configuration, "kubeClientSettings"));
  const transport = new Transport(access, {
    rateLimit: {
      qps: settings.qps ?? DEFAULT_RATE_LIMIT.qps,
      burst: settings.burst ?? DEFAULT_RATE_LIMIT.burst,
    },
    timeoutSeconds: settings.timeout ?? DEFAULT_TIMEOUT_SECONDS,
  });
  return {
    api: new KubernetesApi(
      transport,
      optionalTextAt(configuration, "namespace") ?? access.namespace,
    ),
    mutable: {
      Secret: jsonAt(configuration, "enableSecretMutable") === true,
      ConfigMap: jsonAt(configuration, "enableConfigMapMutable") === true,
    },
  };
}

/**
 * Which changes mean another cluster, as the official provider sees it: a changed `clusterIdentifier` and nothing
 * else where both configurations have one, otherwise a kubeconfig that leads elsewhere.
 */
export function changesThatReplace({ old, new: current }: ConfigurationChange): string[] {
  const [before, after] = [old.clusterIdentifier, current.clusterIdentifier];
  if (before !== undefined && after !== undefined) {
    return before === after ? [] : ["clusterIdentifier"];
  }
  return serverOf(old) === serverOf(current) ? [] : ["kubeconfig", "context", "cluster"];
}

function serverOf(configuration: Properties): string | undefined {
  const kubeconfig = optionalTextAt(configuration, "kubeconfig");
  // An unknown kubeconfig may lead anywhere, so it equals none that is known.
  if (kubeconfig === undefined || kubeconfig === UNKNOWN) return kubeconfig;
  return readKubeconfig(kubeconfig, {
    context: optionalTextAt(configuration, "context"),
    cluster: optionalTextAt(configuration, "cluster"),
  }).server;
}
