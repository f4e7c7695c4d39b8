import { type TemplateSpec, WorkflowError, type WorkflowSpec } from "./fields";

export type Parameters = Readonly<Record<string, string>>;

const ANY_TAG = "{{";
const PARAMETER_TAG = /\{\{workflow\.parameters\.([\w-]+)\}\}/g;

/**
 * The parameters of a workflow: the template's defaults, and over them what it was submitted with.
 *
 * @throws WorkflowError in Argo's words where one has no value
 */
export function parametersOf(workflow: WorkflowSpec, template: TemplateSpec): Parameters {
  const values: Record<string, string> = {};
  const all = [template, workflow].flatMap((spec) => spec.arguments?.parameters ?? []);
  for (const { name, value } of all) if (value !== undefined) values[name] = value;
  const missing = all.find(({ name }) => values[name] === undefined);
  if (missing)
    throw new WorkflowError(
      `invalid spec: spec.arguments.${missing.name}.value or spec.arguments.${missing.name}.valueFrom is required`,
    );
  const tagged = Object.entries(values).find(([, value]) => value.includes(ANY_TAG));
  if (tagged)
    throw new WorkflowError(
      `the sandbox cannot run this workflow: the value of parameter ${tagged[0]} holds "${ANY_TAG}", which Argo replaces too`,
    );
  return values;
}

/** @throws WorkflowError where there is no such parameter, or the text asks for another variable of Argo's */
export function substitute(text: string, parameters: Parameters): string {
  const replaced = text.replaceAll(PARAMETER_TAG, (tag, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new WorkflowError(`failed to resolve ${tag}`);
    return value;
  });
  // No value holds a tag, so what is left was in the template.
  refuseTags("an environment variable", replaced);
  return replaced;
}

/** @throws WorkflowError where a text holds a tag that the runner does not replace there, or at all */
export function refuseTags(where: string, text: string): void {
  const at = text.indexOf(ANY_TAG);
  if (at < 0) return;
  const tag = text.slice(at).split("\n", 1)[0]?.slice(0, 40);
  throw new WorkflowError(
    `the sandbox cannot run this workflow: it replaces {{workflow.parameters.NAME}} in values of environment variables and ` +
      `names of Secrets only, and ${where} holds ${tag}`,
  );
}
