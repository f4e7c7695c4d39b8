import { z } from "zod";
import { OperatorError } from "../../contract";
import type { ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { describing } from "../s3/errors";
import type { DigitalOceanClient } from "./client";
import { grantSchema } from "./key-grants";
import { createKey, deleteKey, readKey, writeKey } from "./keys";

const rules = inputRules(
  { grants: z.array(grantSchema).optional(), name: z.string().min(1) },
  { autoNamed: "name", secrets: ["secretKey"] },
);

/** A key of Spaces; its id is the public half. The secret half is given once, so an import has none. */
export const spacesKey: ResourceKind<DigitalOceanClient> = {
  ...rules.kind,
  replaceOn: [],
  async create(client, { inputs }) {
    const wanted = rules.parse(inputs);
    const key = await describing(`creating Spaces key "${wanted.name}"`, createKey(client, wanted));
    return { id: key.accessKey, outputs: { ...inputs, ...key } };
  },
  async read(client, { id, oldInputs, oldOutputs }) {
    const found = await describing(`reading Spaces key "${id}"`, readKey(client, id));
    if (found === undefined) return undefined;
    const inputs = { ...oldInputs, ...found };
    return { id, inputs, outputs: { ...oldOutputs, ...inputs, accessKey: id } };
  },
  async update(client, { id, inputs, oldOutputs }) {
    const changing = `changing Spaces key "${id}"`;
    if (!(await describing(changing, writeKey(client, id, rules.parse(inputs)))))
      throw new OperatorError(`${changing}: 404 Not Found: run refresh`);
    return { ...oldOutputs, ...inputs };
  },
  async delete(client, { id }) {
    await describing(`deleting Spaces key "${id}"`, deleteKey(client, id));
  },
};
