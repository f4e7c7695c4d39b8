import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documented } from "./documentation";
import { stackFileJsonSchema } from "./json-schema";

export const SCHEMA_FILE = join(__dirname, "schema.json");
export const SETTINGS_PAGE = join(__dirname, "..", "docs", "settings.md");

/** The text of the committed schema.json. */
export const schemaText = (): string => `${JSON.stringify(stackFileJsonSchema(), undefined, 2)}\n`;

/** `npm run schema`: brings up to date what follows from the schema of the settings. */
function main(): void {
  writeFileSync(SCHEMA_FILE, schemaText());
  writeFileSync(SETTINGS_PAGE, documented(readFileSync(SETTINGS_PAGE, "utf8")));
}

if (require.main === module) main();
