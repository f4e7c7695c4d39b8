import { readFileSync } from "node:fs";
import { z } from "zod";

const packageFile = z.object({ version: z.string() });

/** The version of an installed SDK such as `@pulumi/random`, which is the version its stand-in answers with. */
export function installedVersion(sdk: string): string {
  const file: unknown = JSON.parse(readFileSync(require.resolve(`${sdk}/package.json`), "utf8"));
  return packageFile.parse(file).version;
}
