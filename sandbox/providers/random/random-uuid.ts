import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { stateOnly } from "../state-only";
import { keepers } from "./keepers";

const rules = inputRules({ keepers });

/** A random UUID, version 4. */
export const randomUuid: ResourceKind<object> = {
  ...rules.kind,
  create(_client, { inputs }) {
    const result = randomUUID();
    return Promise.resolve({ id: result, outputs: { ...inputs, result } });
  },
  ...stateOnly((id) => {
    if (!z.guid().safeParse(id).success) throw new Error(`"${id}" is no UUID`);
    return { id, outputs: { result: id }, inputs: {} };
  }),
};
