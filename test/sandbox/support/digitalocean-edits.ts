import { sectionOf, type CloudEdit } from "./cloud-edits";

const cluster = sectionOf("example-digitalocean", "openedx:cluster");
const mysql = sectionOf("example-digitalocean", "openedx:mysql");

const general = { size: "s-4vcpu-8gb", min: 3, max: 9 };
const pool = (changes: object) => cluster({ pools: { general: { ...general, ...changes } } });

/** Edits of stacks/Pulumi.example-digitalocean.yaml. */
export const DIGITALOCEAN_EDITS: readonly CloudEdit[] = [
  {
    what: "its instances in another order",
    changes: { "openedx:instances": [{ slug: "science" }, { slug: "history" }] },
    planned: [],
  },
  {
    what: "how many nodes there may be",
    changes: pool({ min: 4, max: 12 }),
    planned: ["update cluster-nodes-general"],
  },
  {
    what: "larger nodes",
    changes: pool({ size: "s-8vcpu-16gb" }),
    planned: ["create-replacement", "delete-replaced", "replace"].map(
      (operation) => `${operation} cluster-nodes-general`,
    ),
  },
  {
    what: "another pool",
    changes: cluster({ pools: { general, large: { ...general, size: "s-8vcpu-16gb" } } }),
    planned: ["create cluster-nodes-large"],
  },
  {
    what: "the next Kubernetes, more nodes of its own, another window and other addresses",
    changes: cluster({
      kubernetesVersion: "1.35.0-do.0",
      baseNodes: 3,
      maintenance: { day: "monday", startTime: "04:00" },
      apiCidrs: ["198.51.100.0/24"],
    }),
    planned: ["update cluster-control-plane"],
  },
  {
    what: "a larger MySQL server with one node more and another window",
    changes: mysql({
      size: "db-s-4vcpu-8gb",
      nodes: 3,
      maintenance: { day: "monday", hour: "04:00" },
    }),
    planned: ["update mysql", "update mysql-server"],
  },
  {
    what: "another mode of MySQL",
    changes: mysql({ sqlMode: ["STRICT_TRANS_TABLES"] }),
    planned: ["update mysql-parameters"],
  },
];
