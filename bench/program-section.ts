import { describeAim, type Aim } from "./aims";
import type { ProgramFigures } from "./program-figures";
import { inKilobytes, inMegabytes, inSeconds, table } from "./table";

/** The number of instances that the aims are about: the most that a stack should have. */
const AIMED_AT = 50;

/** What the program alone is meant to keep to; nothing if it was not measured with as many instances. */
export function programAims(figures: readonly ProgramFigures[]): readonly Aim[] {
  return figures
    .filter(({ instances }) => instances === AIMED_AT)
    .flatMap((measured) => {
      const what = (name: string) => `${name} with ${AIMED_AT} instances`;
      return [
        { what: what("time"), measured: measured.seconds, limit: 6, unit: "s" },
        { what: what("memory"), measured: measured.peakMemoryBytes / 1e6, limit: 500, unit: "MB" },
        {
          what: what("largest message"),
          measured: measured.largestMessageBytes / 1e3,
          limit: 64,
          unit: "kB",
        },
        {
          what: what("dependencies, those of locks aside"),
          measured: measured.dependencies,
          limit: 3000,
          unit: "in all",
        },
      ];
    });
}

/** The part of the page about the program alone. */
export const programSection = (figures: readonly ProgramFigures[]): readonly string[] => [
  "The program is started as Pulumi starts it and talks to an engine that takes every registration and makes nothing. " +
    "So this is what TypeScript, the settings and the SDK take, without engine, providers and servers. Each line is the " +
    "median of three runs by its time.",
  ...table(
    [
      "instances",
      "time, s",
      "processor time, s",
      "memory, MB",
      "resources",
      "dependencies",
      "of locks",
      "largest message, kB",
      "all messages, kB",
    ],
    figures.map((measured) => [
      String(measured.instances),
      inSeconds(measured.seconds),
      inSeconds(measured.processorSeconds),
      inMegabytes(measured.peakMemoryBytes),
      String(measured.registrations),
      String(measured.dependencies),
      String(measured.lockDependencies),
      inKilobytes(measured.largestMessageBytes),
      inKilobytes(measured.messageBytes),
    ]),
  ),
  ...programAims(figures).map((aim) => `- ${describeAim(aim)}`),
];
