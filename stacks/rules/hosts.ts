import { type Problem, settingPath } from "../problems";
import type { ReadableStack } from "../read";
import { HOST_NAME } from "../schema/text";
import { type HostUse, hostUses } from "./host-uses";
import { comparable } from "./slugs";

/** Each host name serves one purpose of one instance, and those made by default must be names as well. */
export function hostProblems(stack: ReadableStack): Problem[] {
  const withDefaults = new Set(comparable(stack).map(({ index }) => index));
  const hosts = stack.instances.flatMap((instance) =>
    hostUses(instance, withDefaults.has(instance.index)),
  );
  return [...repeated(hosts), ...tooLong(hosts), ...unusedNotes(stack)];
}

function repeated(hosts: readonly HostUse[]): Problem[] {
  const first = new Map<string, HostUse>();
  const repeatedSites = new Set<string>();
  return hosts.flatMap((use) => {
    const { path, host, given, site, isLms } = use;
    const earlier = first.get(host);
    if (earlier === undefined) {
      first.set(host, use);
      return [];
    }
    if (isLms) repeatedSites.add(site);
    else if (!given && repeatedSites.has(site)) return [];
    return [
      {
        path,
        problem: `is "${host}"${byDefault(use)}, as ${settingPath(earlier.path)} is${byDefault(earlier)}`,
        fix: "Give each of the two its own host name.",
      },
    ];
  });
}

const byDefault = ({ given }: HostUse): string => (given ? "" : " by default");

function tooLong(hosts: readonly HostUse[]): Problem[] {
  return hosts
    .filter(({ host }) => !HOST_NAME.test(host))
    .map(({ path, host }) => ({
      path,
      problem: `would by default be a host name of ${host.length} characters`,
      fix: path.includes("domains")
        ? "Write a host name of at most 253 characters here."
        : "Write a host name of at most 253 characters here, or shorten openedx:cluster.domain.",
    }));
}

/** A host of a plugin that the instance has no database for, and so does not run. */
const unusedNotes = (stack: ReadableStack): Problem[] =>
  comparable(stack).flatMap(({ index, settings }) => {
    const notes = stack.instances[index]?.hosts.notes;
    if (notes === undefined || settings.hosts.notes !== undefined) return [];
    return [
      {
        path: ["instances", index, "hosts", "notes"],
        problem: `is "${notes}", while "notes" is none of its databases`,
        fix: "Add notes to its databases if it runs the plugin, or remove this line.",
      },
    ];
  });
