import type { z } from "zod";
import { type Path, type Problem, shown } from "./problems";
import { saysExisting } from "./schema/text";

type Issue = z.core.$ZodIssue;

const SECRET_LIKE = /password|secret|token|credential|kubeconfig|key$/i;

/** What zod found in the value of one section, told to the operator. */
export const problemsOf = (section: string, value: unknown, issues: readonly Issue[]): Problem[] =>
  issues.flatMap((issue) => {
    const inside = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    const path = [section, ...inside];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownSetting([...path, key], issue.message));
    if (issue.code === "invalid_key") return [badName(path, issue)];
    if (issue.code === "invalid_union" && issue.errors.length > 0)
      return problemsOf(section, value, ofOneForm(issue, valueAt(value, inside)));
    return [badValue(path, valueAt(value, inside), issue)];
  });

/** What is wrong with the one of two forms, see `orExisting`, that the value was to have. */
function ofOneForm({ path, errors }: z.core.$ZodIssueInvalidUnion, value: unknown): Issue[] {
  const [ofPlain = [], ofExisting = []] = errors;
  const issues = saysExisting(value) ? ofExisting : ofPlain;
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

function badValue(path: Path, value: unknown, issue: Issue): Problem {
  const expected = issue.message;
  if (value === undefined) return { path, problem: "is missing", fix: `Write ${expected}.` };
  if (value === null || value === "")
    return {
      path,
      problem: "is empty",
      fix: `Write ${expected}, or remove it if it is not needed.`,
    };
  return {
    path,
    problem: `is ${shown(value)}`,
    fix: `Write ${expected}${quotesFor(value, issue)}.`,
  };
}

/** YAML takes `2024` for a number and `"2024"` for text. */
function quotesFor(value: unknown, issue: Issue): string {
  if (issue.code !== "invalid_type") return "";
  const isText = typeof value === "string";
  if (issue.expected === "string" && ["number", "boolean"].includes(typeof value))
    return "; put it in quotes";
  if (isText && ["number", "int", "boolean"].includes(issue.expected)) return ", without quotes";
  return "";
}

function unknownSetting(path: Path, known: string): Problem {
  const secret = SECRET_LIKE.test(String(path.at(-1)))
    ? " A secret never stands here: see docs/settings.md#secrets."
    : "";
  return { path, problem: "is no known setting", fix: `Known here: ${known}.${secret}` };
}

function badName(path: Path, issue: z.core.$ZodIssueInvalidKey): Problem {
  const expected = issue.issues.map(({ message }) => message).join("; ");
  return { path, problem: "has a name that cannot be used", fix: `Write ${expected}.` };
}

/** The part of a value that a path leads to; undefined where it leads nowhere. */
function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== "object" || at === null) return undefined;
    return Object.entries(at).find(([name]) => name === String(key))?.[1];
  }, value);
}
