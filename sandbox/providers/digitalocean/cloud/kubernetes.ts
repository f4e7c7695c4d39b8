import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { ControlPlane } from "../../cloud/control-plane";
import type { CloudType } from "../../cloud/type";
import type { DiffRequest } from "../../contract";
import { optionalTextAt, propertiesAt, textAt, type Properties } from "../../value";
import { CLUSTER, NODE_POOL } from "./types";

/** What the API tells of a cluster's address, and the login that comes with it and opens nothing here. */
function kubeConfig({ endpoint, certificateAuthority }: ReturnType<ControlPlane["address"]>) {
  const none = { clientCertificate: "", clientKey: "", rawConfig: "", expiresAt: "" };
  const token = `dop_v1_${randomBytes(32).toString("hex")}`;
  return { ...none, host: endpoint, clusterCaCertificate: certificateAuthority, token };
}

/** What doctl prints of a cluster. */
function printed(controlPlane: ControlPlane, id: string, inputs: Properties) {
  const { endpoint, certificateAuthority } = controlPlane.address();
  const [name, region] = [textAt(inputs, "name"), textAt(inputs, "region")];
  const cluster = { server: endpoint, "certificate-authority-data": certificateAuthority };
  return {
    cluster: { id, name, region, version: textAt(inputs, "version") },
    kubeconfig: { apiVersion: "v1", kind: "Config", clusters: [{ name, cluster }] },
  };
}

const cluster = (controlPlane: ControlPlane): CloudType => ({
  autoNamed: "name",
  secrets: ["kubeConfigs"],
  defaults: {
    destroyAllAssociatedResources: false,
    ha: false,
    registryIntegration: false,
    surgeUpgrade: true,
  },
  replaceOn: (request) => [
    ...["clusterSubnet", "nodePool.size", "region", "serviceSubnet", "vpcUuid"],
    ...(isLower(request) ? ["version"] : []),
  ],
  identify: (inputs) => {
    const id = randomUUID();
    const address = controlPlane.address();
    return {
      id,
      outputs: {
        clusterUrn: `do:kubernetes:${id}`,
        endpoint: address.endpoint,
        // Of the range that is kept for documentation.
        ipv4Address: `203.0.113.${randomInt(1, 255)}`,
        kubeConfigs: [kubeConfig(address)],
        nodePool: running(propertiesAt(inputs, "nodePool"), { id: randomUUID() }),
        status: "running",
      },
    };
  },
  made: (inputs, _place, { id }) => {
    controlPlane.open(id, printed(controlPlane, id, inputs));
    return Promise.resolve();
  },
  changed: ({ id, inputs, oldOutputs }) => {
    controlPlane.open(id, printed(controlPlane, id, inputs));
    const { id: pool = null } = propertiesAt(oldOutputs, "nodePool");
    return Promise.resolve({ nodePool: running(propertiesAt(inputs, "nodePool"), { id: pool }) });
  },
  removing: ({ id }) => {
    controlPlane.close(id);
    return Promise.resolve();
  },
});

const nodePool: CloudType = {
  autoNamed: "name",
  defaults: { autoScale: false },
  replaceOn: ["clusterId", "size"],
  identify: (inputs) => ({ id: randomUUID(), outputs: running(inputs) }),
  changed: ({ inputs }) => Promise.resolve(running(inputs)),
};

/** A pool has as many nodes as it is told, or as few as the autoscaler may leave. */
const running = (pool: Properties, more: Properties = {}): Properties => ({
  ...pool,
  ...more,
  actualNodeCount: pool.nodeCount ?? pool.minNodes ?? 0,
  nodes: [],
});

/** A cluster only ever goes up; of a lower version there is another one. */
function isLower({ inputs, oldInputs }: Pick<DiffRequest, "inputs" | "oldInputs">): boolean {
  const [current = [], old = []] = [inputs, oldInputs].map((each) =>
    (optionalTextAt(each, "version") ?? "").split(/\D+/).map(Number),
  );
  const index = current.findIndex((part, at) => part !== old[at]);
  return index >= 0 && (current[index] ?? 0) < (old[index] ?? 0);
}

/** Clusters of DigitalOcean Kubernetes: their addresses are those of the sandbox's API server, and they have no nodes. */
export const kubernetes = (controlPlane: ControlPlane): Readonly<Record<string, CloudType>> => ({
  [CLUSTER]: cluster(controlPlane),
  [NODE_POOL]: nodePool,
});
