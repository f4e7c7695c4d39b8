import { LEFT_BEHIND } from "../../components/shared/labels";
import type { KubernetesApi } from "./kubernetes-api";
import type { RunRequest } from "./request";

/** Parameters that name what a run takes away, with what each names. */
const THINGS: readonly (readonly [parameter: string, thing: string])[] = [
  ["database", "database"],
  ["forum-database", "database"],
  ["user", "user"],
];

/**
 * Notes on the operator namespace what a run could not take away, so that the next `pulumi preview` tells of it.
 *
 * @param now for the note
 * @returns what was left, in words
 */
export async function noteLeftBehind(
  api: KubernetesApi,
  { namespace, run, parameters }: RunRequest,
  now: Date,
): Promise<string> {
  const things = THINGS.flatMap(([parameter, thing]) => {
    const name = parameters[parameter] ?? "";
    return name === "" ? [] : [`${thing} ${name}`];
  });
  const left = `${things.join(", ")} on ${parameters["host"]}:${parameters["port"]}`;
  await api.annotate(
    namespace,
    `${LEFT_BEHIND}${run}`,
    `${now.toISOString().slice(0, 10)} ${left}`,
  );
  return left;
}
