import { type Container, type Variable, WorkflowError } from "./fields";
import { type Parameters, refuseTags, substitute } from "./parameters";

/** The decoded data of a Secret in the workflow's namespace; undefined where there is no such Secret. */
export type ReadSecret = (name: string) => Promise<Readonly<Record<string, string>> | undefined>;

export type Environment = Readonly<Record<string, string>>;

/** A Secret or a key of one is not there: Kubernetes waits for it, with this message. */
export class MissingSecret extends Error {
  override readonly name = "MissingSecret";
}

/** A container with the workflow's parameters in it, as its pod has it. */
export function resolveContainer(container: Container, parameters: Parameters): Container {
  const { env, ...rest } = container;
  const { command, args } = rest;
  refuseTags("the container", JSON.stringify(rest));
  refuseExpansions([...command, ...args], env);
  return { ...rest, env: env.map((variable) => resolveVariable(variable, parameters)) };
}

function resolveVariable(variable: Variable, parameters: Parameters): Variable {
  if ("value" in variable)
    return { name: variable.name, value: substitute(variable.value, parameters) };
  const { name, ...reference } = variable.valueFrom.secretKeyRef;
  const secretKeyRef = { ...reference, name: substitute(name, parameters) };
  return { name: variable.name, valueFrom: { secretKeyRef } };
}

/**
 * The environment of a container as the kubelet makes it.
 *
 * @throws MissingSecret where one is needed and not there, WorkflowError where a value can be in no environment
 */
export async function environmentOf(
  { env }: Container,
  namespace: string,
  readSecret: ReadSecret,
): Promise<Environment> {
  const environment: Record<string, string> = {};
  for (const variable of env) {
    const value =
      "value" in variable
        ? expand(variable.value, environment)
        : await secretValue(variable.valueFrom.secretKeyRef, namespace, readSecret);
    // Its value is left out of the message: it may be secret.
    if (value?.includes("\0"))
      throw new WorkflowError(
        `environment variable ${variable.name} holds a zero byte, which none can`,
      );
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

async function secretValue(
  reference: { readonly name: string; readonly key: string; readonly optional: boolean },
  namespace: string,
  readSecret: ReadSecret,
): Promise<string | undefined> {
  const { name, key, optional } = reference;
  const secret = await readSecret(name);
  const value = secret?.[key];
  if (value !== undefined || optional) return value;
  const reason =
    secret === undefined
      ? `secret "${name}" not found`
      : `couldn't find key ${key} in Secret ${namespace}/${name}`;
  throw new MissingSecret(`CreateContainerConfigError: ${reason}`);
}

/**
 * Kubernetes puts the value of an earlier variable where a text says `$(NAME)`, and makes `$$` to `$`
 * (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables).
 */
export const expand = (text: string, earlier: Environment): string =>
  text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (whole, name?: string) =>
    whole === "$$" ? "$" : (earlier[name ?? ""] ?? whole),
  );

/** Commands are expanded as well; a script is not to be changed that way, so one that would be is refused. */
function refuseExpansions(words: readonly string[], env: readonly Variable[]): void {
  const all = Object.fromEntries(env.map(({ name }) => [name, `(${name})`]));
  if (words.some((word) => expand(word, all) !== word))
    throw new WorkflowError(
      "the sandbox cannot run this workflow: Kubernetes would change a $$ or $(NAME) in the container's command",
    );
}
