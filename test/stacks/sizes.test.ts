import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { deriveQuota } from "../../components/instance/quota";
import { BUILT_IN_SIZES } from "../../stacks/built-in-sizes";
import {
  checked,
  messageOf,
  named,
  stackFile,
  type Sections,
  type WrongFile,
} from "./support/stack-file";

function only(sections: Sections) {
  const { settings, problems } = checked(stackFile(sections));
  expect(problems).toEqual([]);
  const [instance] = settings?.instances ?? [];
  if (instance === undefined) throw new Error("there is no instance");
  return instance;
}

describe("the workloads of an instance", () => {
  it("are those of the size small where nothing is said", () => {
    expect(only({}).workloads).toEqual(BUILT_IN_SIZES.small);
  });

  it.each(["small", "medium", "large"] as const)("are those of the built-in size %s", (size) => {
    expect(only({ instances: `[{ slug: a, size: ${size} }]` }).workloads).toEqual(
      BUILT_IN_SIZES[size],
    );
  });

  it("go from the built-in size to the defaults to the size to the instance, setting by setting", () => {
    const { workloads } = only({
      defaults:
        "{ release: ulmo, size: medium, workloads: { lms: { replicas: 3, maxReplicas: 5, targetCpu: 70 }, redis: { storage: 3Gi } } }",
      sizes:
        "{ medium: { workloads: { lms: { maxReplicas: 6, targetCpu: 80, requests: { cpu: 750m } } } } }",
      instances: "[{ slug: a, workloads: { lms: { targetCpu: 90, requests: { memory: 3Gi } } } }]",
    });
    expect(workloads).toEqual({
      ...BUILT_IN_SIZES.medium,
      lms: {
        requests: { cpu: "750m", memory: "3Gi" },
        replicas: 3,
        maxReplicas: 6,
        targetCpu: 90,
        minAvailable: 50,
      },
      redis: { ...BUILT_IN_SIZES.medium.redis, storage: "3Gi" },
    });
  });

  it("are like small in a size of one's own, but for what it says", () => {
    const { workloads } = only({
      sizes: "{ trial: { workloads: { lms: { maxReplicas: 1 } } } }",
      instances: "[{ slug: a, size: trial }]",
    });
    expect(workloads).toEqual({
      ...BUILT_IN_SIZES.small,
      lms: { ...BUILT_IN_SIZES.small.lms, maxReplicas: 1 },
    });
  });
});

describe("the quota of an instance", () => {
  it("follows from its workloads", () => {
    const [plain, larger, withPlugin, withNotes, withDomain] = [
      only({}),
      only({ instances: "[{ slug: a, workloads: { lms: { maxReplicas: 3 } } }]" }),
      only({ instances: "[{ slug: a, databases: [xqueue] }]" }),
      only({ instances: "[{ slug: a, databases: [notes] }]" }),
      only({ instances: "[{ slug: a, domains: [{ lms: b.example }] }]" }),
    ];
    expect(plain.quota).toMatchObject({ pods: 33, cpu: "4290m", memory: "25748Mi" });
    expect(larger.quota.pods).toBe(plain.quota.pods + 2);
    expect(withPlugin.quota.pods).toBe(plain.quota.pods + 2);
    // A host takes one more, which solves the challenge for its certificate.
    expect(withNotes.quota.pods).toBe(plain.quota.pods + 3);
    expect(withDomain.quota.pods).toBe(plain.quota.pods + 2);
  });

  it("is what is written of it, setting by setting", () => {
    const { quota } = only({
      defaults: '{ release: ulmo, quota: { cpu: "9", pods: 50 } }',
      sizes: "{ small: { quota: { memory: 30Gi } } }",
      instances: "[{ slug: a, quota: { pods: 70 } }]",
    });
    expect(quota).toEqual({ ...only({}).quota, cpu: "9", memory: "30Gi", pods: 70 });
  });
});

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";

const WRONG: readonly WrongFile[] = [
  [
    "quantities that Kubernetes would not take, or that mean something else",
    {
      instances:
        "[{ slug: a, workloads: { lms: { requests: { cpu: 0.5, memory: 2G }, replicas: 0 }, redis: { storage: 0Gi } }, quota: { cpu: 8 } }]",
    },
    "stacks/Pulumi.campus.yaml: 5 settings need attention:",
    "  openedx:instances[0].workloads.lms.requests.cpu (a) is 0.5.",
    '    Write millicores such as 500m, or whole CPUs in quotes such as "2"; put it in quotes.',
    '  openedx:instances[0].workloads.lms.requests.memory (a) is "2G".',
    "    Write a number of Mi or Gi, such as 2Gi.",
    "  openedx:instances[0].workloads.lms.replicas (a) is 0.",
    "    Write a whole number from 1 to 500.",
    '  openedx:instances[0].workloads.redis.storage (a) is "0Gi".',
    "    Write a number of Mi, Gi or Ti, such as 5Gi.",
    "  openedx:instances[0].quota.cpu (a) is 8.",
    '    Write millicores such as 500m, or whole CPUs in quotes such as "2"; put it in quotes.',
  ],
  [
    "limits, which are never set",
    { instances: "[{ slug: a, workloads: { lms: { limits: { memory: 2Gi } } } }]" },
    ONE,
    "  openedx:instances[0].workloads.lms.limits (a) is no known setting.",
    "    Known here: requests, replicas, maxReplicas, targetCpu, minAvailable.",
  ],
  [
    "more pods than there may be",
    { instances: "[{ slug: a, workloads: { lms: { replicas: 3 } } }]" },
    ONE,
    "  openedx:instances[0].workloads.lms.replicas (a) is 3, above maxReplicas, which is 2 (built in).",
    "    Write 2 at most, or maxReplicas beside it.",
  ],
  [
    "fewer pods at most than at least, told once where it is written",
    {
      defaults: "{ release: ulmo, size: big }",
      sizes: "{ big: { workloads: { cmsWorker: { maxReplicas: 2 } } } }",
      instances:
        "[{ slug: a }, { slug: b, workloads: { cmsWorker: { replicas: 2 } } }, { slug: c, workloads: { cmsWorker: { replicas: 3 } } }]",
    },
    ONE,
    "  openedx:instances[2].workloads.cmsWorker.replicas (c) is 3, above maxReplicas, which is 2 (size big).",
    "    Write 2 at most, or maxReplicas beside it.",
  ],
  [
    "a size of fewer pods than the defaults want, told once for all instances",
    {
      defaults: "{ release: ulmo, size: big, workloads: { lms: { replicas: 2 } } }",
      sizes: "{ big: { workloads: { lms: { maxReplicas: 1 } } } }",
    },
    ONE,
    "  openedx:sizes.big.workloads.lms.maxReplicas is 1, below replicas, which is 2 (defaults).",
    "    Write 2 at least, or replicas beside it.",
  ],
  [
    "budgets that would keep nodes from ever being drained",
    {
      instances:
        "[{ slug: a, workloads: { lms: { minAvailable: 50 }, mfe: { replicas: 3, minAvailable: 67 } } }, { slug: b, size: medium, workloads: { caddy: { replicas: 1 } } }]",
    },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    "  openedx:instances[0].workloads.lms.minAvailable (a) is 50, while replicas is 1 (built in), so that no node with such a pod could be drained.",
    "    Write minAvailable of 0 at most, or more replicas.",
    "  openedx:instances[0].workloads.mfe.minAvailable (a) is 67, while replicas is 3 (instance), so that no node with such a pod could be drained.",
    "    Write minAvailable of 66 at most, or more replicas.",
    "  openedx:instances[1].workloads.caddy.replicas (b) is 1, while minAvailable is 50 (built in), so that no node with such a pod could be drained.",
    "    Write minAvailable of 0 at most, or more replicas.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

describe("the built-in sizes", () => {
  it("have the numbers that docs/sizes.md tells", () => {
    const page = readFileSync(join(__dirname, "..", "..", "docs", "sizes.md"), "utf8");
    const rows = Object.entries(BUILT_IN_SIZES).flatMap(([size, all]) =>
      Object.entries(all).map(([name, workload]: [string, object]) =>
        tableRow(size, name, workload),
      ),
    );
    expect(rows.length).toBe(3 * 9);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
    const targets = Object.values(BUILT_IN_SIZES).flatMap(({ lms, cms, lmsWorker, cmsWorker }) =>
      [lms, cms, lmsWorker, cmsWorker].map(({ targetCpu }) => targetCpu),
    );
    expect(new Set(targets)).toEqual(new Set([100]));
  });

  it("have the quotas that docs/sizes.md tells", () => {
    const page = readFileSync(join(__dirname, "..", "..", "docs", "sizes.md"), "utf8");
    for (const [size, workloads] of Object.entries(BUILT_IN_SIZES)) {
      const { cpu, memory, storage, pods } = deriveQuota({ workloads, hosts: 4, plugins: 0 });
      const cells = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
      expect(cells).toContainEqual(["", size, cpu, memory, storage, String(pods), ""]);
    }
  });
});

/** A workload as the page lists it: a dash for what it has not. */
function tableRow(size: string, name: string, workload: object): string {
  const shown = Workload.parse(workload);
  const { requests, replicas, maxReplicas = replicas, minAvailable, storage } = shown;
  const { cpu, memory } = requests;
  const cells = [size, `\`${name}\``, cpu, memory, replicas, maxReplicas, minAvailable, storage];
  return `| ${cells.join(" | ")} |`;
}

const Workload = z.object({
  requests: z.object({ cpu: z.string(), memory: z.string() }),
  replicas: z.int().default(1),
  maxReplicas: z.int().optional(),
  minAvailable: z.union([z.int(), z.string()]).default("-"),
  storage: z.string().default("-"),
});
