import { z } from "zod";
import { readJson, writePrivateJson } from "../../servers/files";

export const Role = z.strictObject({ role: z.string(), db: z.string() });
export type Role = z.infer<typeof Role>;

const Roles = z.record(z.string(), z.array(Role));

/** The one role that is kept; a user with another one would be let into more, or less, than it should. */
const KEPT = "readWrite";

/** Commands that whoever may connect may run, or that answer to those who are not logged in yet. */
const OPEN = [
  ...["hello", "isMaster", "ismaster", "ping", "buildInfo", "buildinfo", "connectionStatus"],
  ...["saslStart", "saslContinue", "logout", "endSessions"],
];

/** Commands on a database that its `readWrite` does not include. */
const WITHHELD = [
  ...[
    "createUser",
    "updateUser",
    "dropUser",
    "usersInfo",
    "grantRolesToUser",
    "revokeRolesFromUser",
  ],
  ...["dropDatabase", "createRole", "updateRole", "dropRole"],
];

/** The roles of a server's users, kept in a file. Users are called `<database>.<name>`, as MongoDB calls them. */
export class RoleBook {
  private roles: Readonly<Record<string, readonly Role[]>>;

  constructor(private readonly file: string) {
    this.roles = readJson(file, Roles) ?? {};
  }

  of(user: string): readonly Role[] {
    return this.roles[user] ?? [];
  }

  set(user: string, roles: readonly Role[]): void {
    this.roles = { ...this.roles, [user]: roles };
    writePrivateJson(this.file, this.roles);
  }

  forget(user: string): void {
    const { [user]: forgotten, ...others } = this.roles;
    if (forgotten === undefined) return;
    this.roles = others;
    writePrivateJson(this.file, this.roles);
  }

  /** Whether a user who is no administrator may run a command on a database. */
  allows(user: string, command: string, database: string): boolean {
    if (OPEN.includes(command)) return true;
    return !WITHHELD.includes(command) && this.of(user).some(({ db }) => db === database);
  }
}

/**
 * Reads the roles of a command that makes or changes a user.
 *
 * @returns undefined where they are not of the form or the kind that is kept
 */
export function readRoles(value: unknown, database: string): readonly Role[] | undefined {
  const named = z
    .string()
    .transform((role) => ({ role, db: database }))
    .or(Role);
  const roles = z.array(named).safeParse(value).data;
  return roles?.every(({ role }) => role === KEPT) ? roles : undefined;
}
