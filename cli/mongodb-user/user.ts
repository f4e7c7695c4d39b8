import { z } from "zod";
import { type Answer, type DigitalOceanApi, messageIn, type Request, Unclear } from "./api";

export interface UserOnServer {
  /** UUID. */
  readonly server: string;
  readonly user: string;
}

export interface UserRights extends UserOnServer {
  /** May be read and written, and no other. */
  readonly databases: readonly string[];
}

const WithPassword = z.object({ user: z.object({ password: z.string().min(1) }) });

/**
 * Makes a user, or gives one that is there these rights and another password: it is told only when it is made, so that
 * of an earlier run, which has ended before it was kept, is lost. Names end in random digits, so no user is another one's.
 *
 * @returns the password
 * @throws Error with DigitalOcean's own words, or where it tells no password
 */
export async function grant(api: DigitalOceanApi, rights: UserRights): Promise<string> {
  if (await isThere(api, rights)) return renew(api, rights);
  try {
    return await create(api, rights);
  } catch (error) {
    // It may have been made all the same.
    if (!(error instanceof Unclear) || !(await isThere(api, rights))) throw error;
    return renew(api, rights);
  }
}

/** Takes a user away. Where there is none, or no server any more, there is nothing to do. */
export async function revoke(api: DigitalOceanApi, its: UserOnServer): Promise<void> {
  const request: Request = { method: "DELETE", path: pathOf(its) };
  const answer = await api.ask(request);
  if (answer.status !== 404) accepted(request, answer);
}

async function isThere(api: DigitalOceanApi, its: UserOnServer): Promise<boolean> {
  const request: Request = { method: "GET", path: pathOf(its) };
  const answer = await api.ask(request);
  if (answer.status === 404) return false;
  accepted(request, answer);
  return true;
}

const create = (api: DigitalOceanApi, rights: UserRights): Promise<string> =>
  passwordBy(api, {
    method: "POST",
    path: usersOf(rights),
    body: { name: rights.user, settings: settingsOf(rights) },
  });

async function renew(api: DigitalOceanApi, rights: UserRights): Promise<string> {
  const request: Request = {
    method: "PUT",
    path: pathOf(rights),
    body: { settings: settingsOf(rights) },
  };
  accepted(request, await api.ask(request));
  return passwordBy(api, { method: "POST", path: `${pathOf(rights)}/reset_auth`, body: {} });
}

/** Without them a user is an administrator of the server. */
const settingsOf = ({ databases }: UserRights) => ({
  mongo_user_settings: { databases, role: "readWrite" },
});

async function passwordBy(api: DigitalOceanApi, request: Request): Promise<string> {
  const answer = await api.ask(request);
  accepted(request, answer);
  const { data } = WithPassword.safeParse(answer.body);
  if (data !== undefined) return data.user.password;
  throw new Error(
    `DigitalOcean has told no password, ${request.method} ${request.path}.\n` +
      "Give the token the scope database:view_credentials (docs/clouds.md#token) and run the same command again.",
  );
}

function accepted({ method, path }: Request, answer: Answer): void {
  if (answer.status < 300) return;
  throw new Error(
    `DigitalOcean refuses ${method} ${path}: ${answer.status} ${messageIn(answer)}\n` +
      "Put that right (docs/clouds.md#token has the scopes) and run the same command again.",
  );
}

const usersOf = ({ server }: UserOnServer): string => `/v2/databases/${server}/users`;

const pathOf = (its: UserOnServer): string => `${usersOf(its)}/${encodeURIComponent(its.user)}`;
