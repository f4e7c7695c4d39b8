import { valueAt } from "../origins";
import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** Settings of mail that lead nowhere, as nobody names the server. */
export const mailProblems = (stack: ReadableStack): Problem[] =>
  comparable(stack).flatMap(({ index, settings }) => {
    const sources = stack.instances[index]?.sources ?? [];
    const said = sources.find(({ values }) => valueAt(values, ["smtp"]) !== undefined);
    if (settings.smtp !== undefined || said === undefined) return [];
    return [
      {
        path: ["instances", index, "smtp", "host"],
        problem: `is missing, while the smtp of ${said.name === "instance" ? "the instance" : `its ${said.name}`} has other settings`,
        fix: "Write the host of the mail server, here or in openedx:defaults.smtp, or remove the others.",
      },
    ];
  });
