import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { stateOnly } from "../state-only";
import { keepers } from "./keepers";

const rules = inputRules({ length: z.int().min(1), keepers }, { secrets: ["base64", "hex"] });

/** Random bytes that are a secret, shown in two ways. The id says nothing of them. */
export const randomBytesKind: ResourceKind<object> = {
  ...rules.kind,
  create(_client, { inputs }) {
    const bytes = randomBytes(rules.parse(inputs).length);
    const outputs = { ...inputs, base64: bytes.toString("base64"), hex: bytes.toString("hex") };
    return Promise.resolve({ id: "none", outputs });
  },
  ...stateOnly((base64) => {
    const bytes = Buffer.from(base64, "base64");
    if (bytes.length === 0 || bytes.toString("base64") !== base64)
      throw new Error("a RandomBytes is imported from its base64 form");
    const inputs = { length: bytes.length };
    return { id: "none", inputs, outputs: { ...inputs, base64, hex: bytes.toString("hex") } };
  }),
};
