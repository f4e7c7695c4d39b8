import type { CloudSite } from "../cloud/control-plane";
import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import { digitalOceanClient, type DigitalOceanClient } from "./client";
import { controlPlane, digitalOceanKinds } from "./cloud";
import { spacesBucket } from "./spaces-bucket";
import { spacesCors } from "./spaces-cors";
import { spacesKey } from "./spaces-key";

/**
 * Stand-in for `@pulumi/digitalocean`: buckets and keys of Spaces on the sandbox's object store, and what else a stack
 * makes there in an account that is a file.
 *
 * @param environment holds the credentials that the official plugin takes, and where the object store is
 */
export const standIn = (
  environment: NodeJS.ProcessEnv,
  site: CloudSite,
): StandIn<DigitalOceanClient> => ({
  package: "digitalocean",
  version: installedVersion("@pulumi/digitalocean"),
  configure: (configuration) => digitalOceanClient(environment, configuration),
  resources: {
    "digitalocean:index/spacesBucket:SpacesBucket": spacesBucket,
    "digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration": spacesCors,
    "digitalocean:index/spacesKey:SpacesKey": spacesKey,
  },
  otherResource: digitalOceanKinds(site),
  functions: {
    // Nobody checks a certificate against it, so it may be any that stays the same.
    "digitalocean:index/getDatabaseCa:getDatabaseCa": (_client, { clusterId = null }) => {
      const { certificateAuthority } = controlPlane(site).address();
      const certificate = Buffer.from(certificateAuthority, "base64").toString("utf8");
      return Promise.resolve({ certificate, clusterId, id: clusterId });
    },
  },
});

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [
  "DigitalOcean: versitygw stands in for Spaces. A key reaches the buckets that it is granted, and no other; limits of the " +
    "account do not exist, and what buckets delete by themselves is recorded only.",
  "DigitalOcean: networks, projects, clusters, node pools, and managed servers with their firewalls and parameters are entries " +
    "of a file. Their inputs are checked for the names and kinds that the SDK declares, and for references to what is not there.",
  "DigitalOcean: every cluster is the sandbox's API server, without nodes: `doctl` lets its administrator in. The managed MySQL " +
    "is the sandbox's, reached by its name from workflows only; its parameters, firewall and certificate do nothing.",
];
