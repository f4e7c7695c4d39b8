import type { CheckFailure, CheckRequest, ResourceKind } from "./contract";

/**
 * Names that the resource type does not take, and names that it cannot do without, refused in the words of the
 * official providers, which put the whole of it into the reason.
 */
export function nameFailures(
  kind: Pick<ResourceKind<never>, "inputs" | "required">,
  request: Pick<CheckRequest, "name" | "inputs">,
): CheckFailure[] {
  const { inputs: allowed, required = [] } = kind;
  const unknown = Object.keys(request.inputs).filter(
    (name) => allowed !== "any" && !allowed.includes(name),
  );
  const missing = required.filter((name) => (request.inputs[name] ?? null) === null);
  const at = (name: string): string => `Examine values at '${request.name}.${name}'.`;
  return [
    ...unknown.map((name) => `Invalid or unknown key. ${at(name)}`),
    ...missing.map(
      (name) =>
        `Missing required argument. The argument "${name}" is required, but no definition was found. ${at(name)}`,
    ),
  ].map((reason) => ({ property: "", reason }));
}
