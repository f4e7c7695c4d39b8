import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { startWithRoles } from "../actors/mongodb-roles";
import type { Tools } from "../contract";
import { MongoServers } from "../servers";
import { readJson, writePrivateJson } from "../servers/files";
import type { StackConfig } from "./config";

/** A MongoDB server that many instances share, and its administrator. */
export interface ExternalMongodb {
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly adminPassword: string;
}

/** Name of the server, and of its process. */
const NAME = "external";

const ADMIN_USER = "root";

const Section = z.looseObject({ kind: z.string().optional() }).catch({});
const Login = z.strictObject({ password: z.string() });

/**
 * Plays whoever runs the MongoDB server of the settings: starts one, unless it runs already.
 *
 * @param directory folder of the sandbox
 * @returns nothing where the settings want none
 * @throws OperatorError where it does not start
 */
export async function externalMongodb(
  config: StackConfig,
  directory: string,
  { ferretdb }: Pick<Tools, "ferretdb">,
): Promise<ExternalMongodb | undefined> {
  if (Section.parse(config["openedx:mongodb"]).kind !== "external") return undefined;
  const { password } = adminLogin(directory);
  const address = await startWithRoles(directory, new MongoServers(ferretdb, directory), NAME, {
    username: ADMIN_USER,
    password,
  });
  return { ...address, adminUser: ADMIN_USER, adminPassword: password };
}

/** Made once. */
function adminLogin(directory: string): z.infer<typeof Login> {
  const file = join(directory, "external-mongodb.json");
  const kept = readJson(file, Login);
  if (kept) return kept;
  const login = { password: randomBytes(30).toString("base64url") };
  writePrivateJson(file, login);
  return login;
}
