import type { BucketSettings } from "../../components/data/settings";
import type { Path, Problem } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** Settings of the object storage and of the instances' buckets that are right only together. */
export const storageProblems = (stack: ReadableStack): Problem[] => [
  ...keyElsewhere(stack),
  ...unsupported(stack, "bucketPolicies", "publicMedia"),
  ...unsupported(stack, "lifecycle", "trackingLogsDays"),
];

function keyElsewhere({ storage }: ReadableStack): Problem[] {
  if (storage?.kind !== "s3" || storage.kmsKeyArn === undefined) return [];
  const region = storage.kmsKeyArn.split(":")[3];
  if (region === storage.region) return [];
  return [
    {
      path: ["storage", "kmsKeyArn"],
      problem: `is a key of ${region}, while openedx:storage.region is "${storage.region}"`,
      fix: `Write the ARN of a key in ${storage.region}; S3 takes no other.`,
    },
  ];
}

/** What an operator asks of buckets, and the server cannot do. */
function unsupported(
  stack: ReadableStack,
  feature: "bucketPolicies" | "lifecycle",
  setting: "publicMedia" | "trackingLogsDays",
): Problem[] {
  const { storage } = stack;
  if (storage?.kind !== "s3-compatible" || storage.features[feature]) return [];
  const problem = (path: Path, { [setting]: value }: BucketSettings): Problem => ({
    path: [...path, setting],
    problem: `is ${value}, while openedx:storage.features.${feature} is false`,
    fix: `Write true there if the server can do it, or ${OFF[setting]} here.`,
  });
  if (storage[setting] !== OFF[setting]) return [problem(["storage"], storage)];
  return comparable(stack)
    .filter(({ settings }) => settings.storage[setting] !== OFF[setting])
    .map(({ index, settings }) => problem(["instances", index, "storage"], settings.storage));
}

const OFF = { publicMedia: false, trackingLogsDays: 0 } as const;

/** What is right, and yet leaves something undone that an operator may count on. */
export function storageNotes({ storage }: ReadableStack): Problem[] {
  if (storage?.kind !== "s3-compatible") return [];
  const notes: Problem[] = [];
  if (storage.endpoint.startsWith("http://"))
    notes.push({
      path: ["storage", "endpoint"],
      problem: "begins with http://",
      fix: "What is read and written can be seen on its way, and buckets are not closed for plain HTTP.",
    });
  const missing = Object.entries(storage.features).flatMap(([name, has]) => (has ? [] : [name]));
  if (missing.length > 0)
    notes.push({
      path: ["storage", "features"],
      problem: `leaves out ${missing.join(", ")}`,
      fix: "docs/storage.md#features says what that means, and what to set up on the server instead.",
    });
  return notes;
}
