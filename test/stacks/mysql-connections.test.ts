import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BUILT_IN_SIZES } from "../../stacks/built-in-sizes";
import { checkBeside } from "../../stacks/check-beside";
import {
  connectionsOf,
  digitaloceanConnections,
  rdsConnections,
} from "../../stacks/mysql-connections";
import { readStackFile } from "../../stacks/stack-file";
import { rds } from "./support/aws";
import { mysql } from "./support/digitalocean";
import { checked, messageOf, type Sections, stackFile } from "./support/stack-file";

const HOW =
  "Write a larger one, or fewer pods, or move instances to another stack with a server of its own. docs/sizes.md#connections " +
  "tells how both are counted.";

const instances = (count: number, of = "") =>
  `[${Array.from({ length: count }, (_, index) => `{ slug: i${index}${of} }`).join(", ")}]`;

const warningsOf = (sections: Sections) =>
  checked(stackFile(sections)).warnings.map(({ path, problem, fix }) => [
    path.join("."),
    problem,
    fix,
  ]);

const page = readFileSync(join(__dirname, "..", "..", "docs", "sizes.md"), "utf8");

describe("connections to MySQL", () => {
  it.each(Object.entries(BUILT_IN_SIZES))(
    "of an instance of the size %s are those of the page",
    (size, workloads) => {
      const { fewest, most } = connectionsOf({ workloads, databases: [] });
      expect(new RegExp(`^\\| ${size} +\\| ${fewest} +\\| ${most} +\\|$`, "m").test(page)).toBe(
        true,
      );
    },
  );

  it("are two more for each plugin with a database", () => {
    const workloads = BUILT_IN_SIZES.small;
    expect(connectionsOf({ workloads, databases: ["notes", "xqueue"] })).toEqual({
      fewest: 17,
      most: 23,
    });
  });

  it.each([
    ["db.t4g.micro", 85],
    ["db.t4g.medium", 341],
    ["db.m7g.large", 682],
    ["db.m6gd.xlarge", 1365],
    ["db.r7g.large", 1365],
    ["db.m5.24xlarge", 32_768],
    ["db.x2iedn.xlarge", undefined],
    ["db.m7g.micro", undefined],
  ])("of %s are at most %s", (size, expected) => {
    expect(rdsConnections(size)).toBe(expected);
  });

  it.each([
    ["db-s-1vcpu-1gb", 75],
    ["gd-2vcpu-8gb", 600],
  ])("of %s are about %s", (size, expected) => {
    expect(digitaloceanConnections(size)).toBe(expected);
  });
});

describe("a server of RDS", () => {
  it("is refused for more instances than it has connections for with their fewest pods", () => {
    const sections = rds({ size: "db.t4g.micro" });
    expect(checked(stackFile({ ...sections, instances: instances(6) })).problems).toEqual([]);
    expect(messageOf(stackFile({ ...sections, instances: instances(7) })).split("\n")).toEqual([
      "stacks/Pulumi.campus.yaml: 1 setting needs attention:",
      "  openedx:mysql.size is db.t4g.micro, which takes 85 connections, while the instances ask for 91 with their fewest pods.",
      `    ${HOW}`,
    ]);
  });

  it("is warned of where the autoscaler may make more pods than it has connections for", () => {
    const sections = rds({ size: "db.t4g.micro" });
    expect(warningsOf({ ...sections, instances: instances(4) })).toEqual([]);
    expect(warningsOf({ ...sections, instances: instances(5) })).toEqual([
      [
        "mysql.size",
        "is db.t4g.micro, which takes 85 connections, while the instances ask for 95 with all pods that the autoscaler may make",
        HOW,
      ],
    ]);
  });

  it("counts the instances of all stacks on it", () => {
    const shard = stackFile({
      ...{ mysql: undefined, mongodb: undefined, platform: undefined, storage: undefined },
      ...{ gitops: undefined, defaults: undefined },
      cluster: "{ kind: stack, stack: campus }",
      instances: "[{ slug: j0 }, { slug: j1 }, { slug: j2 }]",
    });
    const read = (name: string) => {
      const text = name === "campus" ? first : shard;
      const raw = readStackFile(name, text);
      if ("reason" in raw) throw new Error(raw.reason);
      return raw;
    };
    const first = stackFile({
      ...rds({ size: "db.t4g.micro" }),
      shards: "[campus-2]",
      instances: instances(4),
    });
    expect(checkBeside(read("campus"), read).problems.map(({ problem }) => problem)).toEqual([
      "is db.t4g.micro, which takes 85 connections, while the instances of all 2 stacks on it ask for 91 with their fewest pods",
    ]);
  });

  it("of a family that is not known is taken as it is", () => {
    const sections = { ...rds({ size: "db.x9z.xlarge" }), instances: instances(50) };
    expect(checked(stackFile(sections)).problems).toEqual([]);
  });
});

it("a server of DigitalOcean is warned of and never refused, as its limit is a guess", () => {
  const sections = {
    ...mysql({ size: "db-s-1vcpu-1gb" }),
    instances: instances(6, ", size: large"),
  };
  expect(checked(stackFile(sections)).problems).toEqual([]);
  expect(warningsOf(sections)).toEqual([
    [
      "mysql.size",
      "is db-s-1vcpu-1gb, which takes about 75 connections, while the instances ask for 438 with all pods that the autoscaler may make",
      HOW,
    ],
  ]);
});
