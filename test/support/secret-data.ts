import { z } from "zod";
import type { Recorded } from "./recorder";

/** What Pulumi puts around a secret value on its way to the engine. */
const Marked = z
  .object({
    "4dabf18193072939515e22adb298388d": z.literal("1b47061264138c4ac30d75fd1eb44270"),
    value: z.unknown(),
  })
  .transform(({ value }) => value);

const StringData = z.object({ stringData: Marked.pipe(z.record(z.string(), z.string())) });

/** The values of a recorded Secret. It must be marked secret as a whole. */
export const stringDataOf = ({ inputs }: Recorded): Readonly<Record<string, string>> =>
  StringData.parse(inputs).stringData;
