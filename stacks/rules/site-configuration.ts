import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** How settings of Open edX that hold a secret end; `PASSWORD_RESET_SUPPORT_LINK` is none. */
const SECRET =
  /(?:PASSWORD|PASSWD|SECRET|SECRET_KEY|PRIVATE_KEY|API_KEY|ACCESS_KEY|TOKEN|CREDENTIALS)$/i;

/** Site configuration is written to Git as it stands, so a secret must not be in it; nor is it repeated here. */
export const siteConfigurationProblems = (stack: ReadableStack): Problem[] =>
  comparable(stack).flatMap(({ index, settings }) =>
    settings.domains.flatMap(({ siteConfiguration }, position) =>
      secretsIn(siteConfiguration, [
        "instances",
        index,
        "domains",
        position,
        "siteConfiguration",
      ]).map((path) => ({
        path,
        problem: "has the name of a secret, and all that stands here is written to Git",
        fix: "Remove it; if the file was ever shared, change the secret where it is used.",
      })),
    ),
  );

function secretsIn(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return SECRET.test(key) ? [at] : secretsIn(inside, at);
  });
}
