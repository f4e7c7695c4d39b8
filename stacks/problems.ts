/** Place of a setting: keys and list positions below `openedx:`. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a stack file, told to the operator. */
export interface Problem {
  readonly path: Path;
  /** Slug of the instance that `path` leads into, if that can be told. */
  readonly instance?: string;
  /** What is wrong, with the value given unless it may be secret: a clause without a full stop. */
  readonly problem: string;
  /** What is allowed and what to do: a sentence. */
  readonly fix: string;
}

/** Longest part of a value that a message repeats. */
const SHOWN = 60;

/** A setting as the operator typed it, for example `openedx:instances[2].hosts.lms`. */
export function settingPath(path: Path): string {
  const [section, ...rest] = path;
  const below = rest.map((key) =>
    typeof key === "number" ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `["${shortened(key)}"]`,
  );
  return `openedx:${shortened(String(section))}${below.join("")}`;
}

/** All problems of a file in one message. */
export function explain(file: string, problems: readonly Problem[]): string {
  const count =
    problems.length === 1
      ? "1 setting needs attention"
      : `${problems.length} settings need attention`;
  const paragraphs = problems.map(({ path, instance, problem, fix }) => {
    const setting = settingPath(path) + (instance === undefined ? "" : ` (${instance})`);
    return `  ${setting} ${problem}.\n    ${fix}`;
  });
  return [`${file}: ${count}:`, ...paragraphs].join("\n");
}

/** A value as a message shows it: short, in one line, and without a password that is part of an address. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shortened(withoutCredentials(value)));
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null)
    return "secure" in value ? "an encrypted value" : "a group of settings";
  return String(value);
}

function shortened(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value;
}

/** Hides what stands before the last `@`, and the options of an address; only the user `git` is known not to be secret. */
function withoutCredentials(value: string): string {
  return value
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, (before, scheme: string | undefined) =>
      before === `${scheme ?? ""}git@` ? before : `${scheme ?? ""}***@`,
    )
    .replace(/\?.*$/s, "?***");
}
