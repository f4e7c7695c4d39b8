import { flow, type Settings } from "./flow";
import type { Sections } from "./stack-file";

/** A right cluster. */
const CLUSTER = {
  kind: "digitalocean",
  name: "campus",
  environment: "staging",
  domain: "example.org",
  region: "nyc3",
  vpcCidr: "10.30.0.0/20",
  podCidr: "10.32.0.0/16",
  serviceCidr: "10.33.0.0/19",
  apiAccess: "public",
  kubernetesVersion: "1.34.1-do.1",
  pools: "{ general: { size: s-4vcpu-8gb, min: 2, max: 4 } }",
};

/** A stack with a cluster on DigitalOcean, with what differs from a right one. */
export const cluster = (settings: Settings = {}): Sections => ({
  cluster: flow({ ...CLUSTER, ...settings }),
});

/** The same with a managed MySQL server. */
export const mysql = (settings: Settings = {}): Sections => ({
  ...cluster(),
  mysql: flow({ kind: "digitalocean", size: "db-s-2vcpu-4gb", ...settings }),
});

/** The same with a managed MongoDB server. */
export const mongodb = (settings: Settings = {}): Sections => ({
  ...cluster(),
  mongodb: flow({ kind: "digitalocean", size: "db-s-1vcpu-2gb", ...settings }),
});
