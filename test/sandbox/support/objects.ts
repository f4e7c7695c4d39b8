import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ApiError } from "../../../sandbox/providers/kubernetes/api-error";
import { isProperties, type Properties } from "../../../sandbox/providers/value";
import { kubernetes } from "./clients";

const Listed = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** Every object of a collection, such as `/api/v1/pods`, as the API server has it. */
export const listed = async (path: string): Promise<readonly Record<string, unknown>[]> =>
  Listed.parse(await kubernetes().send({ method: "GET", path })).items;

/** Parsed YAML or JSON as the API takes it. */
export function properties(value: unknown): Properties {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  if (!isProperties(copy)) throw new Error("not an object");
  return copy;
}

/** Makes an object. Gives what the server makes of it, or the words of its refusal. */
export async function attempt(path: string, body: Properties): Promise<Properties | string> {
  try {
    return await kubernetes().send({
      method: "POST",
      path: `${path}?fieldValidation=Strict`,
      body,
    });
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

/** Asks until there is an answer. The test's own time limit ends it otherwise. */
export async function eventually<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
}

const Quota = z.object({
  items: z.array(
    z.object({
      spec: z.object({ hard: z.record(z.string(), z.string()) }),
      status: z.object({
        hard: z.record(z.string(), z.string()).default({}),
        used: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

/** The one quota of a namespace, once the server counts by it. */
export const quotaOf = (namespace: string) =>
  eventually(async () => {
    const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
    const [quota] = Quota.parse(await kubernetes().send({ method: "GET", path })).items;
    const counts = quota && Object.keys(quota.spec.hard).every((name) => name in quota.status.used);
    return counts ? quota : undefined;
  });
