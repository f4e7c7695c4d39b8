/**
 * The environment variables by which the state tells `cli/workflow-run` what to run. The values of a run that is in the
 * state are read by later versions of the program, so a name here keeps its meaning. Nothing in them is secret.
 */
export type RunVariable =
  /** The stack, as `pulumi --stack` takes it: its settings say how the cluster is reached. */
  | "OPENEDX_STACK"
  /** Slug of the instance. */
  | "OPENEDX_INSTANCE"
  /** The owner mark, which the workflow carries. */
  | "OPENEDX_OWNER"
  /** Name of the run: at most {@link LONGEST_RUN} characters. Workflows of one run never overlap. */
  | "OPENEDX_RUN"
  /** Name of a ClusterWorkflowTemplate. */
  | "WORKFLOW_TEMPLATE"
  | "WORKFLOW_NAMESPACE"
  | "WORKFLOW_SERVICE_ACCOUNT"
  /** A JSON object of texts. */
  | "WORKFLOW_PARAMETERS";

/** Of a run that takes something away: `stop` or `continue`, see {@link OnDeprovisionFailure}. */
export type FailureVariable = "ON_DEPROVISION_FAILURE";

/** Argo adds six characters to make the workflow's name, which is a label of its pods. */
export const LONGEST_RUN = 63 - 6;
