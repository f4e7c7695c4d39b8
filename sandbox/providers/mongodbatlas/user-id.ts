import { OperatorError } from "../../contract";
import type { UserKey } from "./user-records";

/** The id of a user in the state: its parts by name, in order, each in base64. */
export function stateId({ projectId, username, authDatabaseName }: UserKey): string {
  const encoded = (text: string): string => Buffer.from(text).toString("base64");
  return [
    ["auth_database_name", authDatabaseName],
    ["project_id", projectId],
    ["username", username],
  ]
    .map((pair) => pair.map(encoded).join(":"))
    .join("-");
}

/**
 * Reads the id that an import is given: `<project>/<user>/<database>` or `<project>-<user>-<database>`.
 *
 * @throws OperatorError if it is something else
 */
export function parseImportId(id: string): UserKey {
  const [, projectId, , username, authDatabaseName] =
    /^([0-9a-fA-F]{24})([-/])(.+)\2([$a-z]{1,15})$/.exec(id) ?? [];
  if (projectId !== undefined && username !== undefined && authDatabaseName !== undefined)
    return { projectId, username, authDatabaseName };
  throw new OperatorError(
    "import format error: to import a Database User, use the format {project_id}-{username}-{auth_database_name} " +
      "OR {project_id}/{username}/{auth_database_name}",
  );
}
