import { sectionOf, type CloudEdit } from "./cloud-edits";

const cluster = sectionOf("example-aws", "openedx:cluster");
const mysql = sectionOf("example-aws", "openedx:mysql");
const mongodb = sectionOf("example-atlas", "openedx:mongodb");

const general = {
  instanceTypes: ["m7i.xlarge", "m6i.xlarge"],
  capacity: "on-demand",
  min: 3,
  max: 9,
  desired: 3,
  diskGiB: 80,
};
const nodes = (changes: object) => cluster({ nodeGroups: { general: { ...general, ...changes } } });

const NEW_NODES = [
  "create-replacement cluster-nodes-general",
  "delete-replaced cluster-nodes-general",
  "replace cluster-nodes-general",
];

/** Edits of stacks/Pulumi.example-aws.yaml with the MongoDB cluster of stacks/Pulumi.example-atlas.yaml. */
export const AWS_EDITS: readonly CloudEdit[] = [
  {
    what: "all lists in another order",
    changes: {
      ...cluster({
        availabilityZones: ["eu-central-1c", "eu-central-1a", "eu-central-1b"],
        admins: ["operators", "pulumi"].map((role) => `arn:aws:iam::111122223333:role/${role}`),
        nodeGroups: { general: { ...general, instanceTypes: ["m6i.xlarge", "m7i.xlarge"] } },
      }),
      "openedx:instances": [{ slug: "science" }, { slug: "history" }],
    },
    planned: [],
  },
  { what: "how many nodes there are at first", changes: nodes({ desired: 5 }), planned: [] },
  {
    what: "how many nodes there may be",
    changes: nodes({ min: 4, max: 12, desired: 4 }),
    planned: ["update cluster-nodes-general"],
  },
  // The old nodes are drained when the new ones are there.
  {
    what: "larger nodes",
    changes: nodes({ instanceTypes: ["m7i.2xlarge"] }),
    planned: NEW_NODES,
  },
  { what: "nodes that are let go", changes: nodes({ capacity: "spot" }), planned: NEW_NODES },
  {
    what: "larger disks of nodes",
    changes: nodes({ diskGiB: 200 }),
    planned: ["update cluster-nodes-general", "update cluster-nodes-general-template"],
  },
  {
    what: "another group of nodes",
    changes: cluster({ nodeGroups: { general, large: general } }),
    planned: ["create cluster-nodes-large", "create cluster-nodes-large-template"],
  },
  {
    what: "the next Kubernetes",
    changes: cluster({ kubernetesVersion: "1.35" }),
    planned: ["update cluster-control-plane", "update cluster-nodes-general"],
  },
  {
    what: "one zone less",
    changes: cluster({ availabilityZones: ["eu-central-1a", "eu-central-1b"] }),
    planned: [
      ...NEW_NODES,
      ...["cluster-control-plane", "cluster-s3", "mongodb-endpoint", "mysql-subnets"].map(
        (name) => `update ${name}`,
      ),
      ...["history", "science"].map((slug) => `update ${slug}-network-fence`),
      ...[
        ...["database-c", "database-routes-of-c", "public-c", "public-routes-of-c"],
        ...["", "-routes", "-routes-of-c", "-way-out"].map((part) => `private-c${part}`),
      ].map((name) => `delete cluster-${name}`),
    ],
  },
  {
    what: "an API that everybody reaches",
    changes: cluster({ apiAccess: "public", apiCidrs: undefined, runner: "github-hosted" }),
    planned: ["update cluster-control-plane"],
  },
  {
    what: "other administrators",
    changes: cluster({
      admins: ["pulumi", "others"].map((role) => `arn:aws:iam::111122223333:role/${role}`),
    }),
    planned: [
      "create cluster-admin-111122223333-role-others",
      "create cluster-admin-111122223333-role-others-rights",
      "delete cluster-admin-111122223333-role-operators",
      "delete cluster-admin-111122223333-role-operators-rights",
    ],
  },
  {
    what: "a way out in each zone",
    changes: cluster({ natGateways: "per-zone" }),
    planned: [
      ...["b", "c"].flatMap((zone) => [
        `create cluster-nat-${zone}`,
        `create cluster-nat-${zone}-address`,
      ]),
      ...["b", "c"].map((zone) => `update cluster-private-${zone}-way-out`),
    ],
  },
  {
    what: "no firewall",
    changes: cluster({ waf: undefined }),
    planned: [
      ...["", "-logging", "-logs"].map((part) => `delete cluster-web-firewall${part}`),
      "update cluster-load-balancers-release",
    ],
  },
  {
    what: "a larger MySQL server in one zone with other backups",
    changes: mysql({
      ...{ size: "db.m7g.xlarge", multiAz: false, backupDays: 14 },
      ...{ storageGiB: 200, maxStorageGiB: 1000 },
    }),
    planned: ["update mysql", "update mysql-server", "update mysql-storage-alarm"],
  },
  {
    what: "a larger MongoDB cluster with other backups",
    changes: mongodb({ size: "M40", nodes: 5, version: "8", backupDays: 14 }),
    planned: ["update mongodb", "update mongodb-backups", "update mongodb-server"],
  },
];
