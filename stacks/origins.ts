import type { Path } from "./problems";
import { type Inherited, sizeOf } from "./resolve";
import type { InstanceEntry } from "./schema/instances";

/** A part of a stack file that an instance takes settings from. */
export interface Source {
  /** As an operator calls it: `instance`, `size small`, `defaults`. */
  readonly name: string;
  /** Where it stands in the file. */
  readonly place: Path;
  readonly values: unknown;
}

/** All that an instance takes settings from, the strongest first. */
export const sourcesOf = (entry: InstanceEntry, index: number, from: Inherited): Source[] => {
  const size = sizeOf(entry, from);
  return [
    { name: "instance", place: ["instances", index], values: entry },
    { name: `size ${size}`, place: ["sizes", size], values: from.sizes[size] },
    { name: "defaults", place: ["defaults"], values: from.defaults },
  ];
};

/** The strongest of the sources that says something of a setting; none if they all leave it. */
export const sourceOf = (path: readonly string[], sources: readonly Source[]): Source | undefined =>
  sources.find(({ values }) => valueAt(values, path) !== undefined);

/** The value that keys lead to; undefined where they lead nowhere. */
export const valueAt = (values: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    values,
  );
