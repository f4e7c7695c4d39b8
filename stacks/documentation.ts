import { RESERVED_SLUGS } from "./rules/slugs";
import { INSTANCE_SECRETS, SECRETS } from "./schema/secrets";
import { type Setting, settingList } from "./setting-list";

/** The parts of docs/settings.md that follow from the code, by the name of the comment that each stands below. */
const BLOCKS: Readonly<Record<string, () => string>> = {
  settings: sections,
  secrets: secretTable,
  "reserved slugs": () => RESERVED_SLUGS.map((slug) => `\`${slug}\``).join(", "),
};

/**
 * The page with its generated parts up to date.
 *
 * @throws Error naming a part that the page has no place for
 */
export function documented(page: string): string {
  return Object.entries(BLOCKS).reduce((text, [name, generate]) => {
    const block = new RegExp(
      `(<!-- ${name} -->\n<!-- prettier-ignore-start -->\n)[^]*?(\n<!-- prettier-ignore-end -->)`,
    );
    if (!block.test(text))
      throw new Error(`docs/settings.md has no place for the generated part "${name}"`);
    return text.replace(
      block,
      (_, start: string, end: string) => `${start}\n${generate()}\n${end}`,
    );
  }, page);
}

function sections(): string {
  const settings = settingList();
  return settings
    .filter(({ path }) => path.length === 1)
    .map((section) => {
      const inside = settings.filter(({ path }) => path.length > 1 && path[0] === section.path[0]);
      const head = `### ${typed(section.path)}\n\n${section.schema.description} ${section.required ? "Required." : "Optional."}`;
      return `${head}\n\n${table(["setting", "value", "default", "meaning"], inside.map(row))}`;
    })
    .join("\n\n");
}

function secretTable(): string {
  const ofInstances = Object.entries(INSTANCE_SECRETS).map(([key, { owner, meaning }]) => [
    `${key}-${owner}`,
    meaning,
  ]);
  const rows = [...Object.entries(SECRETS), ...ofInstances].map(([key, meaning]) => [
    `\`openedx:${key}\``,
    meaning ?? "",
  ]);
  return table(["secret", "meaning"], rows);
}

const row = ({ path, schema, required }: Setting): string[] => [
  `\`${typed(path)}\``,
  valueOf(schema),
  required ? "required" : defaultOf(schema.default),
  schema.description ?? "",
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** A setting as it is referred to: `openedx:instances[].hosts.lms`. */
const typed = (path: readonly string[]): string =>
  `openedx:${path.join(".").replaceAll(".[]", "[]")}`;

function defaultOf(value: unknown): string {
  if (value === undefined || typeof value === "object") return "";
  return typeof value === "string" ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
}

function valueOf({ type, enum: words, const: word, minimum, maximum }: Setting["schema"]): string {
  if (word !== undefined) return `\`${String(word)}\``;
  if (words !== undefined) return words.map((choice) => `\`${String(choice)}\``).join(", ");
  if (type === "boolean") return "`true`, `false`";
  if (type === "array") return "list";
  if (type === "integer") return `${minimum} to ${maximum}`;
  return type === "object" ? "settings" : "text";
}
