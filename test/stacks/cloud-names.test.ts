import { InstanceType } from "@pulumi/aws/types/enums/ec2";
import { InstanceType as RdsClass } from "@pulumi/aws/types/enums/rds";
import { DropletSlug } from "@pulumi/digitalocean/types/enums";
import { describe, expect, it } from "vitest";
import { cluster, rds } from "./support/aws";
import * as digitalocean from "./support/digitalocean";
import { checked, messageOf, stackFile } from "./support/stack-file";

const group = (instanceTypes: readonly string[]) =>
  cluster({
    nodeGroups: `{ general: { instanceTypes: [${instanceTypes.join(", ")}], min: 2, max: 4 } }`,
  });

/** That an ARM processor is not wanted is another rule. */
const unknownIn = (sections: Readonly<Record<string, string | undefined>>) =>
  checked(stackFile(sections)).problems.filter(({ problem }) => !problem.includes("ARM"));

describe("names that a cloud has", () => {
  it("are taken: all instance types and classes of the SDK for AWS", () => {
    const types = Object.values(InstanceType);
    expect(types.length).toBeGreaterThan(1000);
    expect(unknownIn(group(types))).toEqual([]);
    const classes = Object.values(RdsClass);
    expect(classes.length).toBeGreaterThan(50);
    expect(classes.flatMap((size) => unknownIn(rds({ size })))).toEqual([]);
  });

  it("are taken: all sizes of the SDK for DigitalOcean that a node can have", () => {
    // A node has at least 1 GiB, as the Droplets from before 2018 (512mb, 1gb and so on) cannot be.
    const sizes = Object.values(DropletSlug).filter(
      (size) => /^c|vcpu/.test(size) && !size.includes("512mb"),
    );
    expect(sizes.length).toBeGreaterThan(100);
    const pools = sizes.map((size, index) => `p${index}: { size: ${size}, min: 1, max: 1 }`);
    expect(unknownIn(digitalocean.cluster({ pools: `{ ${pools.join(", ")} }` }))).toEqual([]);
  });

  it.each(["m7i.xlagre", "m7i.2large", "m7i", "m7i.0xlarge", "xlarge.m7i"])(
    "are told from %s, which none is",
    (type) => {
      expect(messageOf(stackFile(group([type]))).split("\n")).toEqual([
        "stacks/Pulumi.campus.yaml: 1 setting needs attention:",
        `  openedx:cluster.nodeGroups.general.instanceTypes[0] is "${type}".`,
        "    Write instance types of EC2 in a list, such as [m7i.xlarge].",
      ]);
      expect(
        messageOf(stackFile(rds({ size: `db.${type}` })))
          .split("\n")
          .slice(1),
      ).toEqual([
        `  openedx:mysql.size is "db.${type}".`,
        "    Write a class of RDS instances, for example db.m7g.large.",
      ]);
    },
  );

  it("may be newer than this release: of a region that it does not know there is a warning", () => {
    const sections = cluster({
      region: "eu-moon-1",
      availabilityZones: "[eu-moon-1a, eu-moon-1b]",
    });
    const { problems, warnings } = checked(stackFile(sections));
    expect([problems, warnings]).toEqual([
      [],
      [
        {
          path: ["cluster", "region"],
          problem: "is eu-moon-1, which is no region that this release knows",
          fix: "Look whether it is right: aws ec2 describe-regions --all-regions lists them. A new one is taken as it is.",
        },
      ],
    ]);
    expect(checked(stackFile(cluster())).warnings).toEqual([]);
  });
});
