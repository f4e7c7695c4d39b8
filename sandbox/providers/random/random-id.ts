import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Created, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { stateOnly } from "../state-only";
import type { Properties } from "../value";
import { keepers } from "./keepers";

const rules = inputRules({
  byteLength: z.int().min(1),
  keepers,
  prefix: z.string().optional(),
});

/** Random bytes, shown in four ways. The prefix is put before each of them but not before the id. */
export const randomId: ResourceKind<object> = {
  ...rules.kind,
  create(_client, { inputs }) {
    return Promise.resolve(shown(randomBytes(rules.parse(inputs).byteLength), inputs));
  },
  ...stateOnly((id) => {
    const { prefix, bytes } = parseImportId(id);
    const inputs = { byteLength: bytes.length, ...(prefix === "" ? {} : { prefix }) };
    return { ...shown(bytes, inputs), inputs };
  }),
};

function shown(bytes: Buffer, inputs: Properties): Created {
  const { prefix = "" } = rules.parse(inputs);
  const id = bytes.toString("base64url");
  const hex = bytes.toString("hex");
  return {
    id,
    outputs: {
      ...inputs,
      b64Std: prefix + bytes.toString("base64"),
      b64Url: prefix + id,
      dec: `${prefix}${BigInt(`0x${hex}`)}`,
      hex: prefix + hex,
    },
  };
}

/** `<prefix>,<id>`, or the id alone, which is base64 in its form for URLs. */
function parseImportId(text: string): { prefix: string; bytes: Buffer } {
  const comma = text.lastIndexOf(",");
  const id = text.slice(comma + 1);
  const bytes = Buffer.from(id, "base64url");
  if (id === "" || bytes.toString("base64url") !== id)
    throw new Error(
      `"${id}" is no id of a RandomId: import takes its b64Url, with "<prefix>," before it`,
    );
  return { prefix: text.slice(0, Math.max(comma, 0)), bytes };
}
