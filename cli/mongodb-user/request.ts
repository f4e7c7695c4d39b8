import { z } from "zod";
import type { UserVariable } from "../../components/data/mongodb/user-variables";

const Databases = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string().min(1)).min(1));

const Environment = z.object({
  MONGODB_SERVER: z.uuid(),
  MONGODB_USER: z.string().min(1),
  MONGODB_DATABASES: Databases,
  MONGODB_REVISION: z.string(),
} satisfies Record<UserVariable, z.ZodType>);

export interface UserRequest {
  readonly action: "grant" | "revoke";
  readonly token: string;
  /** UUID. */
  readonly server: string;
  readonly user: string;
  readonly databases: readonly string[];
}

/** @throws Error where there is no token, or naming what is missing: the program was not started by `pulumi` */
export function requestIn(
  [action]: readonly string[],
  environment: NodeJS.ProcessEnv,
): UserRequest {
  const { data, error } = Environment.safeParse(environment);
  if (error !== undefined || (action !== "grant" && action !== "revoke")) {
    const names = [...new Set((error?.issues ?? []).map(({ path }) => String(path[0])))];
    throw new Error(
      `node cli/mongodb-user is for \`pulumi up\`, which tells it what to do by a word, grant or revoke, and by the ` +
        `environment; missing or wrong: ${names.join(", ") || "the word"}.`,
    );
  }
  return {
    action,
    token: tokenIn(environment),
    server: data.MONGODB_SERVER,
    user: data.MONGODB_USER,
    databases: data.MONGODB_DATABASES,
  };
}

/** Where Pulumi's provider finds it too: the state has no credentials. */
function tokenIn(environment: NodeJS.ProcessEnv): string {
  const token = environment["DIGITALOCEAN_TOKEN"] ?? environment["DIGITALOCEAN_ACCESS_TOKEN"] ?? "";
  if (token !== "") return token;
  throw new Error(
    "There is no token of DigitalOcean in the environment of this run, and users of its MongoDB are made by one. Put it " +
      "into DIGITALOCEAN_ACCESS_TOKEN (docs/clouds.md#token) and run the same command again.",
  );
}
