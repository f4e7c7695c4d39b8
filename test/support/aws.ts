import { program, type ProgramOutputs } from "../../components/program";
import type { ProgramSettings } from "../../components/settings";
import { record, type Recorded } from "./recorder";
import { MADE_ON_ATLAS, ON_AWS, sampleInstance, sampleSecrets, sampleSettings } from "./settings";

type AwsSettings = Extract<ProgramSettings["cluster"], { readonly kind: "aws" }>;

/**
 * A stack that makes its cluster and MySQL server on AWS, with what a test wants otherwise.
 *
 * @param look what the test does with the outputs
 */
export const recordOnAws = (
  cluster: Partial<AwsSettings> = {},
  overrides: Partial<ProgramSettings> = {},
  look: (outputs: ProgramOutputs) => void = () => undefined,
): Promise<readonly Recorded[]> =>
  record(() =>
    look(
      program(
        sampleSettings([sampleInstance("history")], {
          ...ON_AWS,
          cluster: { ...ON_AWS.cluster, ...cluster },
          ...overrides,
        }),
        { ...sampleSecrets(), kubeconfig: undefined, mysqlAdminPassword: undefined },
      ),
    ),
  );

let whole: Promise<readonly Recorded[]> | undefined;

/** What {@link recordOnAws} records where nothing is otherwise, made once. */
export const recordedOnAws = (): Promise<readonly Recorded[]> => (whole ??= recordOnAws());

let withAtlas: Promise<readonly Recorded[]> | undefined;

/** The same with a MongoDB cluster that the stack makes on Atlas. */
export const recordedWithAtlas = (): Promise<readonly Recorded[]> =>
  (withAtlas ??= recordOnAws({}, { mongodb: MADE_ON_ATLAS }));
