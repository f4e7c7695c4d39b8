import { z } from "zod";
import type { Found, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { isOneOf } from "./errors";
import type { MysqlServer } from "./server";
import {
  alterDatabase,
  createDatabase,
  dropDatabase,
  selectCharacterSet,
  showDatabase,
} from "./statements";

const rules = inputRules(
  {
    name: z.string().min(1),
    defaultCharacterSet: z.string().min(1),
    defaultCollation: z.string().min(1),
  },
  {
    // Three-byte utf8, which MySQL 8 and later read back under another name: a refresh shows a difference.
    defaults: { defaultCharacterSet: "utf8", defaultCollation: "utf8_general_ci" },
    autoNamed: "name",
  },
);

const UNKNOWN_DATABASE = 1049;
const NOTHING_TO_DROP = 1008;

/** A database; its id is its name. One that exists already is refused by the server. */
export const database: ResourceKind<MysqlServer> = {
  ...rules.kind,
  replaceOn: ["name"],
  async create(server, { inputs }) {
    const definition = rules.parse(inputs);
    await server.run(createDatabase(definition));
    return { id: definition.name, outputs: definition };
  },
  async read(server, { id }) {
    try {
      await server.run(showDatabase(id));
    } catch (error) {
      if (isOneOf(error, [UNKNOWN_DATABASE])) return undefined;
      throw error;
    }
    return asItIs(server, id);
  },
  async update(server, { inputs }) {
    const definition = rules.parse(inputs);
    await server.run(alterDatabase(definition));
    return definition;
  },
  async delete(server, { id }) {
    try {
      await server.run(dropDatabase(id));
    } catch (error) {
      if (!isOneOf(error, [NOTHING_TO_DROP])) throw error;
    }
  },
};

const catalogueRow = z.object({ characterSet: z.string(), collation: z.string() });

async function asItIs(server: MysqlServer, name: string): Promise<Found> {
  const [row] = await server.run(selectCharacterSet(name));
  const { characterSet, collation } = catalogueRow.parse(row);
  const definition = {
    name,
    defaultCharacterSet: characterSet,
    defaultCollation: collation,
  };
  return { id: name, outputs: definition, inputs: definition };
}
