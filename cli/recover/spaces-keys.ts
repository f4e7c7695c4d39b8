import { z } from "zod";
import { answerOf } from "../program";
import type { AccessKeys } from "./access-keys";

const Keys = z
  .array(z.looseObject({ name: z.string(), access_key: z.string() }))
  .nullable()
  .transform((keys) => keys ?? []);

/** The keys of Spaces by their name, as doctl lists them by the token of the environment. */
export const spacesKeys: AccessKeys = {
  async list(name) {
    const listed = await doctl(name, ["list", "--output", "json"]);
    return Keys.parse(JSON.parse(listed))
      .filter((key) => key.name === name)
      .map((key) => key.access_key);
  },
  async delete(name, id) {
    await doctl(name, ["delete", id]);
  },
};

const doctl = (name: string, command: readonly string[]): Promise<string> =>
  answerOf("doctl", {
    command: ["spaces", "keys", ...command],
    unknown: `Whether the stopped run has left a Spaces key ${name} that nobody can use is not known`,
    hint: "The token comes from the environment, DIGITALOCEAN_ACCESS_TOKEN, and needs the scopes spaces_key:read and spaces_key:delete.",
  });
