import { contains, prefixLength, straightened } from "../../components/shared/cidr";
import type { Path, Problem } from "../problems";

/** What every cloud asks of the ranges of a network, and of the access to a cluster, that the stack makes. */

/** https://www.rfc-editor.org/rfc/rfc1918; all that AWS and DigitalOcean take. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** A range that must be private and of some size. */
export interface NetworkRange {
  readonly path: Path;
  readonly range: string;
  /** Of how many leading bits: the largest and the smallest that it may be. */
  readonly least: number;
  readonly most: number;
}

export const networkRangeProblems = (ranges: readonly NetworkRange[]): Problem[] =>
  ranges.flatMap((each) => [...crooked(each.path, each.range), ...unfit(each)]);

export const crooked = (path: Path, range: string): Problem[] =>
  straightened(range) === range
    ? []
    : [
        {
          path,
          problem: `is "${range}", whose address is not the first of its range`,
          fix: `Write ${straightened(range)}.`,
        },
      ];

function unfit({ path, range, least, most }: NetworkRange): Problem[] {
  const length = prefixLength(range);
  if (length < least || length > most)
    return [
      {
        path,
        problem: `is "${range}"`,
        fix: `Write a range from /${least} to /${most}.`,
      },
    ];
  if (PRIVATE.some((space) => contains(space, range))) return [];
  return [
    {
      path,
      problem: `is "${range}", which is not private`,
      fix: `Write a range in one of ${PRIVATE.join(", ")}.`,
    },
  ];
}

/** From where a cluster is reached, and who then runs `pulumi`. */
export interface ApiAccess {
  readonly apiAccess: string;
  readonly apiCidrs?: readonly string[];
  readonly runner?: string;
}

/** @param closed what `apiAccess` may be beside public */
export function accessProblems(
  { apiAccess, apiCidrs, runner }: ApiAccess,
  closed: string,
): Problem[] {
  const problems: Problem[] = [];
  if (apiAccess === "public" && apiCidrs !== undefined)
    problems.push({
      path: ["cluster", "apiCidrs"],
      problem: "is set, while openedx:cluster.apiAccess is public",
      fix: `Write ${closed} for apiAccess, or remove it.`,
    });
  if (apiAccess !== "public" && apiCidrs === undefined)
    problems.push({
      path: ["cluster", "apiCidrs"],
      problem: `is missing, while openedx:cluster.apiAccess is ${apiAccess}`,
      fix: "Write the ranges that the Kubernetes API is reached from; where pulumi runs must be in one of them.",
    });
  if (apiAccess !== "public" && runner !== "self-hosted")
    problems.push({
      path: ["cluster", "runner"],
      problem: `is ${runner ?? "missing"}, while openedx:cluster.apiAccess is ${apiAccess}`,
      fix: "Write self-hosted, and have a runner in one of apiCidrs: GitHub's own do not reach the cluster; see docs/github.md.",
    });
  return problems;
}
