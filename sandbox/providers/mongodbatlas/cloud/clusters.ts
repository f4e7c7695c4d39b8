import { randomBytes } from "node:crypto";
import { OperatorError } from "../../../contract";
import type { CloudType, Place } from "../../cloud/type";
import { textAt, type Properties } from "../../value";
import { BACKUPS, CLUSTER, ENDPOINT_LINK, ENDPOINT_SERVICE } from "./types";

/** 24 hexadecimal digits, as Atlas makes them. */
const atlasId = (): string => randomBytes(12).toString("hex");

/** A way into the clusters of a project, for the endpoints of a network on AWS. */
const endpointService: CloudType = {
  replaceOn: ["projectId", "providerName", "region"],
  // A project has one for each region.
  unique: "region",
  identify: (inputs) => {
    const id = atlasId();
    const region = textAt(inputs, "region").toLowerCase().replaceAll("_", "-");
    const endpointServiceName = `com.amazonaws.vpce.${region}.vpce-svc-${id.slice(0, 17)}`;
    return { id, outputs: { privateLinkId: id, endpointServiceName, status: "AVAILABLE" } };
  },
};

const endpointLink: CloudType = {
  replaceOn: ["projectId", "privateLinkId", "endpointServiceId", "providerName"],
  identify: (inputs) => ({
    id: atlasId(),
    outputs: {
      interfaceEndpointId: textAt(inputs, "endpointServiceId"),
      awsConnectionStatus: "AVAILABLE",
    },
  }),
};

const cluster: CloudType = {
  replaceOn: ["projectId", "name"],
  taken: "CLUSTER_ALREADY_PRESENT_IN_GROUP",
  entry: (inputs) => textAt(inputs, "name"),
  identify: (inputs, place) => {
    const id = atlasId();
    const connectionStrings = addressesOf(textAt(inputs, "name"), place);
    return { id, outputs: { clusterId: id, stateName: "IDLE", connectionStrings } };
  },
  removing: ({ oldInputs }) => {
    if (oldInputs.terminationProtectionEnabled !== true) return Promise.resolve();
    throw new OperatorError(
      "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED: turn the protection off first",
    );
  },
};

/** The addresses of a new cluster: those through an endpoint are told only where that is there already. */
function addressesOf(name: string, { account }: Place): Properties {
  const host = `${name}.abc12.mongodb.net`;
  const through = account.ofType(ENDPOINT_LINK).map(({ inputs }, index) => ({
    type: "MONGOD",
    srvConnectionString: `mongodb+srv://${name}-pl-${index}.abc12.mongodb.net`,
    endpoints: [{ endpointId: textAt(inputs, "endpointServiceId"), providerName: "AWS" }],
  }));
  return { standardSrv: `mongodb+srv://${host}`, privateEndpoints: through };
}

const backups: CloudType = {
  replaceOn: ["projectId", "clusterName"],
  // A cluster has one from the beginning.
  overwrites: true,
  entry: (inputs) => textAt(inputs, "clusterName"),
  identify: () => ({ id: atlasId(), outputs: {} }),
};

/** Clusters, and what leads to them. */
export const CLUSTERS: Readonly<Record<string, CloudType>> = {
  [ENDPOINT_SERVICE]: endpointService,
  [ENDPOINT_LINK]: endpointLink,
  [CLUSTER]: cluster,
  [BACKUPS]: backups,
};
