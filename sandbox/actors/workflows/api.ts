import { z } from "zod";
import { ApiError, isNotFound } from "../../providers/kubernetes/api-error";
import type { Transport } from "../../providers/kubernetes/transport";

/** The requests that the runner makes of an API server. Paths are those of its REST API. */
export interface WorkflowApi {
  /** Items of a collection; none where the API server does not serve such a kind. */
  list(path: string): Promise<readonly unknown[]>;
  /** An object, or undefined where there is none. */
  get(path: string): Promise<unknown>;
  /** Merges `changes` into an object. False if it is gone, or is not the version that the changes name. */
  patch(path: string, changes: object): Promise<boolean>;
  delete(path: string): Promise<void>;
  /** Has admission judge an object that is not created. @returns the reason of a refusal */
  refusalOf(path: string, object: object): Promise<string | undefined>;
}

const Items = z.looseObject({ items: z.array(z.unknown()) });
const body = (object: object) => z.record(z.string(), z.json()).parse(object);

/** The runner's view of the API server at the other end of `transport`. */
export const workflowApi = (transport: Transport): WorkflowApi => ({
  async list(path) {
    const found = await unlessRefused([404], () => transport.send({ method: "GET", path }));
    return found === undefined ? [] : Items.parse(found).items;
  },
  get: (path) => unlessRefused([404], () => transport.send({ method: "GET", path })),
  async patch(path, changes) {
    const contentType = "application/merge-patch+json";
    const call = { method: "PATCH", path, body: body(changes), contentType } as const;
    return (await unlessRefused([404, 409], () => transport.send(call))) !== undefined;
  },
  async delete(path) {
    await unlessRefused([404], () => transport.send({ method: "DELETE", path }));
  },
  async refusalOf(path, object) {
    try {
      await transport.send({ method: "POST", path: `${path}?dryRun=All`, body: body(object) });
      return undefined;
    } catch (error) {
      if (error instanceof ApiError && (error.status < 500 || isNotFound(error)))
        return error.message;
      throw error;
    }
  },
});

async function unlessRefused<Answer>(
  statuses: readonly number[],
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && statuses.includes(error.status)) return undefined;
    throw error;
  }
}
