import { flow, type Settings } from "./flow";
import type { Sections } from "./stack-file";

/** A right cluster. */
const CLUSTER = {
  kind: "aws",
  name: "campus",
  environment: "staging",
  domain: "example.org",
  region: "eu-central-1",
  availabilityZones: "[eu-central-1a, eu-central-1b]",
  vpcCidr: "10.20.0.0/16",
  apiAccess: "public",
  admins: "[arn:aws:iam::111122223333:role/pulumi]",
  kubernetesVersion: '"1.34"',
  nodeGroups: "{ general: { instanceTypes: [m7i.xlarge], min: 2, max: 4 } }",
};

/** A stack with a cluster on AWS, with what differs from a right one. */
export const cluster = (settings: Settings = {}): Sections => ({
  cluster: flow({ ...CLUSTER, ...settings }),
});

/** The same with a MySQL server on RDS. */
export const rds = (settings: Settings = {}): Sections => ({
  ...cluster(),
  mysql: flow({ kind: "rds", size: "db.m7g.large", storageGiB: "100", ...settings }),
});

/** The same with a MongoDB cluster that the stack makes on Atlas. */
export const atlas = (settings: Settings = {}): Sections => ({
  ...cluster(),
  mongodb: flow({
    ...{ kind: "atlas", projectId: '"5f1c0a9be4b0c23d9a7e6f10"', size: "M30" },
    ...settings,
  }),
});
