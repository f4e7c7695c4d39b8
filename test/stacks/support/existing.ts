import { flow, type Settings } from "./flow";
import type { Sections } from "./stack-file";

const COMMON = {
  existing: "shared",
  name: "campus",
  environment: "staging",
  domain: "example.org",
};

/** A stack with a cluster of a cloud that is there already, with what differs from a right one. */
export const existingCluster = {
  aws: (settings: Settings = {}): Sections => ({
    cluster: flow({
      kind: "aws",
      ...COMMON,
      region: "eu-central-1",
      network: "{ pods: [10.20.0.0/16], services: [172.20.0.0/16], nodes: [10.20.0.0/16] }",
      ...settings,
    }),
  }),
  digitalocean: (settings: Settings = {}): Sections => ({
    cluster: flow({
      kind: "digitalocean",
      ...COMMON,
      region: "nyc3",
      network: "{ pods: [10.32.0.0/16], services: [10.33.0.0/19], nodes: [10.30.0.0/20] }",
      ...settings,
    }),
  }),
};

/** The same with a MySQL server. */
export const existing = {
  rds: (settings: Settings = {}): Sections => ({
    mysql: flow({
      kind: "rds",
      existing: "shared-mysql",
      network: "{ cidrs: [10.20.5.0/24] }",
      ...settings,
    }),
  }),
  digitalocean: (settings: Settings = {}): Sections => ({
    mysql: flow({ kind: "digitalocean", existing: "shared-mysql", ...settings }),
  }),
};
