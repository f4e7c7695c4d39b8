import { program } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { record, type Recorded } from "./recorder";
import {
  MONGODB_ON_DIGITALOCEAN,
  ON_DIGITALOCEAN,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
} from "./settings";

type DigitalOceanSettings = Extract<ProgramSettings["cluster"], { readonly kind: "digitalocean" }>;

/** A stack that makes its cluster and MySQL server on DigitalOcean, with what a test wants otherwise. */
export const recordOnDigitalOcean = (
  cluster: Partial<DigitalOceanSettings> = {},
  overrides: Partial<ProgramSettings> = {},
): Promise<readonly Recorded[]> =>
  record(() =>
    program(
      sampleSettings([sampleInstance("history")], {
        ...ON_DIGITALOCEAN,
        cluster: { ...ON_DIGITALOCEAN.cluster, ...cluster },
        ...overrides,
      }),
      { ...sampleSecrets(), kubeconfig: undefined, mysqlAdminPassword: undefined },
    ),
  );

let whole: Promise<readonly Recorded[]> | undefined;

/** What {@link recordOnDigitalOcean} records where nothing is otherwise, made once. */
export const recordedOnDigitalOcean = (): Promise<readonly Recorded[]> =>
  (whole ??= recordOnDigitalOcean());

let withMongodb: Promise<readonly Recorded[]> | undefined;

/** The same with a MongoDB server that the stack makes there. */
export const recordedWithMongodb = (): Promise<readonly Recorded[]> =>
  (withMongodb ??= recordOnDigitalOcean({}, { mongodb: MONGODB_ON_DIGITALOCEAN }));
