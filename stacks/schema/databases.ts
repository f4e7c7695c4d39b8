import { z } from "zod";
import { text } from "./text";

/**
 * Hyphens would let the names of two instances meet, and no environment variable has one. `openedx` and `mysql` would be
 * taken for what every instance has.
 */
const databaseName = text(
  /^(?!(?:openedx|mysql)$)[a-z][a-z0-9_]{0,31}$/,
  "the name of a plugin's database: at most 32 lower-case letters, digits and underscores, starting with a letter, and " +
    "neither openedx nor mysql, for example notes",
);

/** A list in which nothing stands twice. */
const unrepeated = (names: readonly string[], context: z.RefinementCtx): void =>
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      context.addIssue({
        code: "custom",
        path: [index],
        message: "a name that does not stand in the list already",
      });
  });

export const databases = z
  .array(databaseName, "a list of names, for example [notes, discovery]")
  .superRefine(unrepeated)
  .meta({ uniqueItems: true })
  .describe(
    "Plugins that have a MySQL database and user of their own: `notes`, `discovery`, `credentials`, `xqueue` or any other. " +
      "A name that is added is provisioned; one that is removed is deleted with its data. Without it: none.",
  );
