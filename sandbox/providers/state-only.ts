import type { Found, ReadRequest, ResourceKind } from "./contract";

/** The part of a resource kind whose resources exist in the state alone: nothing to look up, nothing to delete. */
export const stateOnly = (
  /** What an import makes of the id that the operator gives. */
  importFrom: (id: string) => Found | Promise<Found>,
): Pick<ResourceKind<unknown>, "read" | "delete"> => ({
  async read(_client, request) {
    return isImport(request)
      ? importFrom(request.id)
      : { id: request.id, outputs: request.oldOutputs, inputs: request.oldInputs };
  },
  delete: () => Promise.resolve(),
});

/** Whether the request comes from `pulumi import` or a `get` and not from a refresh. */
export const isImport = ({ oldOutputs }: ReadRequest): boolean =>
  Object.keys(oldOutputs).length === 0;
