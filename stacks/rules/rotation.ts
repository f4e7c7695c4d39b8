import type { Problem } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** A key that the operator gives is changed by the operator. */
export function rotationProblems(stack: ReadableStack): Problem[] {
  const { storage } = stack;
  if (storage?.kind !== "s3-compatible" || storage.access !== "given") return [];
  return comparable(stack)
    .filter(({ settings }) => settings.rotation.storage > 0)
    .map(({ index, settings: { slug, rotation } }) => ({
      path: ["instances", index, "rotation", "storage"],
      problem: `is ${rotation.storage}, while openedx:storage.access is "given"`,
      fix: `Make a new key yourself, set it as openedx:storageAccessKey-${slug} and openedx:storageSecretKey-${slug}, and remove this line.`,
    }));
}
