import { describeAim, type Aim } from "../aims";
import { asRatio, inKilobytes, inMegabytes, inSeconds, table } from "../table";
import type { FleetFigures, Steps } from "./fleet-figures";
import type { SandboxFigures } from "./sandbox-figures";
import { recommended } from "./tuning";

/** The number of instances that the aims are about: the most that a stack should have. */
const AIMED_AT = 50;

/** What a sandbox is meant to keep to, as far as it was measured. */
export const sandboxAims = ({ start, fleets }: SandboxFigures): readonly Aim[] => [
  {
    what: "memory of sandbox and engine, three instances",
    measured: start.peakMemoryBytes / 1e6,
    limit: 2500,
    unit: "MB",
  },
  ...fleets
    .filter(({ instances }) => instances === AIMED_AT)
    .flatMap((large) => [
      {
        what: `\`up\` that changes nothing with ${AIMED_AT} instances`,
        measured: large.pulumi.unchanged,
        limit: 12,
        unit: "s",
      },
      {
        what: `state an instance, as it is stored, with ${AIMED_AT} instances`,
        measured: large.state.storedBytes / large.instances / 1e3,
        limit: 40,
        unit: "kB",
      },
      ...addingAims(large, fleets),
    ]),
];

/** What one more instance costs must hardly depend on how many there are. */
const addingAims = (large: FleetFigures, fleets: readonly FleetFigures[]): readonly Aim[] =>
  fleets
    .filter(({ instances }) => instances === 0)
    .map((none) => ({
      what: `adding one to ${AIMED_AT} against adding one to none, each without an \`up\` that changes nothing`,
      measured: addingSeconds(large) / addingSeconds(none),
      limit: 4,
      unit: "times",
    }));

const addingSeconds = ({ pulumi }: FleetFigures): number => pulumi.addOne - pulumi.unchanged;

/** The part of the page about the sandbox. */
export const sandboxSection = (figures: SandboxFigures): readonly string[] => [
  ...environmentLines(figures),
  ...startTable(figures),
  ...stepsTable(figures.fleets),
  ...ratioTable(figures.fleets),
  ...tuningTable(figures),
  ...sandboxAims(figures).map((aim) => `- ${describeAim(aim)}`),
];

const environmentLines = ({ versions }: SandboxFigures): readonly string[] => [
  `Pulumi ${versions.pulumi}, Kubernetes ${versions.kubernetes}, ${versions.mysql}; state in local files.`,
  `Stand-ins of the sandbox: ${listed(versions.standIns)}. ` +
    `Official provider plugins: ${listed(versions.officialProviders)}.`,
];

const listed = (names: readonly string[]): string => (names.length > 0 ? names.join(", ") : "none");

const startTable = ({ start }: SandboxFigures): readonly string[] => [
  "",
  "### `npm run sandbox`",
  "",
  "Three instances, after installation and with all programs built. Memory is the most that the servers, the stand-ins, " +
    "the engine and the program held together.",
  ...table(
    ["", "time, s", "memory, MB"],
    [
      ["first run", inSeconds(start.firstSeconds), inMegabytes(start.peakMemoryBytes)],
      ["second run, nothing to do", inSeconds(start.secondSeconds), ""],
    ],
  ),
];

const stepsTable = (fleets: readonly FleetFigures[]): readonly string[] => [
  "### Up, add, remove, destroy",
  "",
  "Seconds of the engine with the program inside, as `npm run sandbox` runs it. From a shell `pulumi up` starts the program " +
    "as well, which the third column shows. Memory as above. State is the file that the engine writes anew after every " +
    "operation: as it is stored, compressed, and as the engine has it.",
  ...table(
    [
      "instances",
      "up",
      "nothing changed",
      "the same from a shell",
      "add one",
      "remove one",
      "destroy",
      "memory, MB",
      "state stored, kB",
      "kB an instance",
      "uncompressed, kB",
      "kB an instance",
    ],
    fleets.map((fleet) => [
      String(fleet.instances),
      inSeconds(fleet.pulumi.create),
      inSeconds(fleet.pulumi.unchanged),
      inSeconds(fleet.unchangedFromShell),
      inSeconds(fleet.pulumi.addOne),
      inSeconds(fleet.pulumi.removeOne),
      inSeconds(fleet.pulumi.destroy),
      inMegabytes(fleet.peakMemoryBytes),
      ...sizes(fleet.state.storedBytes, fleet.instances),
      ...sizes(fleet.state.plainBytes, fleet.instances),
    ]),
  ),
];

const sizes = (bytes: number, instances: number): readonly string[] => [
  inKilobytes(bytes),
  instances > 0 ? inKilobytes(bytes / instances) : "",
];

const STEPS = ["create", "unchanged", "addOne", "removeOne", "destroy"] as const;

const ratioTable = (fleets: readonly FleetFigures[]): readonly string[] => [
  "### Beside `kubectl` and SQL",
  "",
  "The Kubernetes objects of the same instances by `kubectl apply --server-side` and `kubectl delete --wait`, and their " +
    "databases, users and grants by SQL, in the same run on the same servers: seconds, and how many times as long Pulumi " +
    "takes. Pulumi also makes the passwords and keys, the buckets, the MongoDB servers and users, and the platform.",
  ...table(
    ["instances", "up", "nothing changed", "add one", "remove one", "destroy"],
    fleets.flatMap(({ instances, pulumi, plain }) =>
      plain === undefined ? [] : [[String(instances), ...STEPS.map(besides(pulumi, plain))]],
    ),
  ),
];

const besides =
  (pulumi: Steps, plain: Steps) =>
  (step: keyof Steps): string =>
    `${inSeconds(plain[step])} (${asRatio(pulumi[step], plain[step])})`;

const tuningTable = ({ tunings, tuningInstances }: SandboxFigures): readonly string[] => {
  const choice = recommended(tunings);
  return [
    "### Client limits and parallelism",
    "",
    `With ${tuningInstances} instances: \`openedx:cluster.client\` of the stack file and \`--parallel\` of the engine.`,
    ...table(
      ["qps", "burst", "parallel", "up, s", "destroy, s"],
      tunings.map((tuning) => [
        String(tuning.qps),
        String(tuning.burst),
        String(tuning.parallel),
        inSeconds(tuning.createSeconds),
        inSeconds(tuning.destroySeconds),
      ]),
    ),
    choice === undefined
      ? ""
      : `The gentlest that is about as fast as the fastest: qps ${choice.qps}, burst ${choice.burst}, parallel ${choice.parallel}.`,
    "",
  ];
};
