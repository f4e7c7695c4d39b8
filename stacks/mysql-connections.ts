import type { InstanceSettings } from "../components/instance/settings";

/*
 * How many connections a MySQL server takes, and how many an instance keeps. docs/sizes.md#connections tells where each
 * number comes from.
 */

/** `UWSGI_WORKERS` of Tutor: processes that each have one request, and with it one connection, at a time. */
const WEB_PROCESSES = 2;

/** Celery starts as many as the node has CPUs, where it is told nothing, as by Tutor: those of an m7i.xlarge, an s-4vcpu-8gb. */
const WORKER_PROCESSES = 4;

/** The service of a plugin with a database of its own runs as the LMS does. */
const PLUGIN_PROCESSES = 2;

/** Init jobs run one after the other. */
const JOBS = 1;

/** Connections of an instance when all its processes are busy. */
export interface Connections {
  /** With its fewest pods. */
  readonly fewest: number;
  /** With as many as the autoscaler makes. */
  readonly most: number;
}

type Busy = Pick<InstanceSettings, "workloads" | "databases">;

export function connectionsOf({ workloads, databases }: Busy): Connections {
  const { lms, cms, lmsWorker, cmsWorker } = workloads;
  const always = databases.length * PLUGIN_PROCESSES + JOBS;
  const count = (pods: "replicas" | "maxReplicas"): number =>
    (lms[pods] + cms[pods]) * WEB_PROCESSES +
    (lmsWorker[pods] + cmsWorker[pods]) * WORKER_PROCESSES +
    always;
  return { fewest: count("replicas"), most: count("maxReplicas") };
}

/** Those of several instances together. */
export const sumOfConnections = (all: readonly Busy[]): Connections =>
  all
    .map(connectionsOf)
    .reduce((sum, { fewest, most }) => ({ fewest: sum.fewest + fewest, most: sum.most + most }), {
      fewest: 0,
      most: 0,
    });

/** GiB of a burstable class: https://aws.amazon.com/rds/instance-types/ */
const BURSTABLE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

/** GiB of `large` by the letter of the family, doubled in `xlarge` (same source). */
const GIB_OF_LARGE: Readonly<Record<string, number>> = { m: 8, r: 16 };

/**
 * Memory of a class of RDS, in GiB.
 *
 * @returns nothing for a class of a family that is not known
 */
function rdsMemory(size: string): number | undefined {
  const [, letter = "", factor, step = ""] =
    /^db\.([a-z])[0-9][a-z]*\.(?:([0-9]+)?(micro|small|medium|xlarge|large))$/.exec(size) ?? [];
  if (letter === "t") return BURSTABLE[`${factor ?? ""}${step}`];
  const large = GIB_OF_LARGE[letter];
  if (large === undefined || !step.endsWith("large")) return undefined;
  return step === "large" ? large : large * 2 * Number(factor ?? 1);
}

const BYTES_PER_GIB = 1024 ** 3;

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections */
const BYTES_PER_CONNECTION = 12_582_880;

/**
 * The most connections that a MySQL server on RDS takes, as its parameter `max_connections` is by default. RDS keeps some of
 * the memory for itself, so there are a few less.
 *
 * @returns nothing for a class of a family that is not known
 */
export function rdsConnections(size: string): number | undefined {
  const memory = rdsMemory(size);
  return memory && Math.floor((memory * BYTES_PER_GIB) / BYTES_PER_CONNECTION);
}

/** DigitalOcean publishes no figure; this one is of https://aiven.io/docs/products/mysql/concepts/max-number-of-connections */
const CONNECTIONS_PER_GIB = 75;

/**
 * About how many connections a managed MySQL server of DigitalOcean takes.
 *
 * @param size slug that ends in the memory: `db-s-2vcpu-4gb`
 */
export function digitaloceanConnections(size: string): number | undefined {
  const [, memory] = /-([0-9]+)gb$/.exec(size) ?? [];
  return memory === undefined ? undefined : Number(memory) * CONNECTIONS_PER_GIB;
}
