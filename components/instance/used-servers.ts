import type { PortRange } from "../data/contract";
import { isAddress, webHost } from "../shared/addresses";
import type { InstanceSettings } from "./settings";

/** Where pods reach a server: in a namespace of the cluster, or at addresses. */
export type Place = { readonly namespace: string } | { readonly cidrs: readonly string[] };

/** The servers that an instance uses by settings of its own, beside the data servers. */
export interface UsedServers {
  /** A shared Redis and Meilisearch. */
  readonly own: readonly (Place & { readonly ports: readonly PortRange[] })[];
  readonly mail: {
    /** @default - anywhere but in the cluster */
    readonly at?: Place;
    readonly ports: readonly number[];
  };
}

/** Where Tutor's own relay reaches the mail servers of others. */
const RELAY_PORTS = [25, 587];

/** The name of a Service: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
const SERVICE = /\.([a-z0-9-]+)\.svc(?:\..+)?$/;

/** What the settings of an instance say of where its own servers are. Names on the internet need nothing here. */
export function usedServers({
  redis,
  meilisearch,
  smtp,
}: Pick<InstanceSettings, "redis" | "meilisearch" | "smtp">): UsedServers {
  const servers = [
    ...(redis.kind === "shared" ? [redis] : []),
    ...(meilisearch.kind === "shared"
      ? [{ ...webHost(meilisearch.url), network: meilisearch.network }]
      : []),
  ];
  return {
    own: servers.flatMap(({ host, port, network }) => {
      const place = network ?? placeOf(host);
      return place === undefined ? [] : [{ ...place, ports: [{ from: port, to: port }] }];
    }),
    mail:
      smtp === undefined ? { ports: RELAY_PORTS } : { at: placeOf(smtp.host), ports: [smtp.port] },
  };
}

/** What a host says by itself of where it is: a Service by its namespace, an address by itself, any other name nothing. */
export function placeOf(host: string): Place | undefined {
  if (isAddress(host)) return { cidrs: [`${host}/32`] };
  const [, namespace] = SERVICE.exec(host) ?? [];
  return namespace === undefined ? undefined : { namespace };
}
