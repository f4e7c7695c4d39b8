import type { InstanceHosts } from "../../components/instance/settings";
import { type Problem, settingPath } from "../problems";
import type { ReadableInstance, ReadableStack } from "../read";
import { HOST_NAME } from "../schema/text";
import { comparable } from "./slugs";

/** The LMS comes first, as the defaults of the others follow from it. */
const ROLES: readonly (keyof InstanceHosts)[] = ["lms", "studio", "mfe", "meilisearch"];

interface Host {
  readonly index: number;
  readonly role: keyof InstanceHosts;
  readonly host: string;
  /** False where the instance leaves it to the default. */
  readonly given: boolean;
}

/** Each host name serves one purpose of one instance, and those made by default must be names as well. */
export function hostProblems(stack: ReadableStack): Problem[] {
  const withDefaults = new Set(comparable(stack).map(({ index }) => index));
  const hosts = stack.instances.flatMap((instance) =>
    hostsOf(instance, withDefaults.has(instance.index)),
  );
  return [...repeated(hosts), ...tooLong(hosts)];
}

function hostsOf({ index, hosts, settings }: ReadableInstance, withDefaults: boolean): Host[] {
  return ROLES.flatMap((role) => {
    const host = hosts[role] ?? (withDefaults ? settings?.hosts[role] : undefined);
    return host === undefined ? [] : [{ index, role, host, given: hosts[role] !== undefined }];
  });
}

function repeated(hosts: readonly Host[]): Problem[] {
  const first = new Map<string, Host>();
  const repeatedLms = new Set<number>();
  return hosts.flatMap((use) => {
    const { index, role, host, given } = use;
    const earlier = first.get(host);
    if (earlier === undefined) {
      first.set(host, use);
      return [];
    }
    if (role === "lms") repeatedLms.add(index);
    else if (!given && repeatedLms.has(index)) return [];
    return [
      {
        path: pathOf(use),
        problem: `is "${host}"${byDefault(use)}, as ${settingPath(pathOf(earlier))} is${byDefault(earlier)}`,
        fix: "Give each of the two its own host name.",
      },
    ];
  });
}

function tooLong(hosts: readonly Host[]): Problem[] {
  return hosts
    .filter(({ host }) => !HOST_NAME.test(host))
    .map((use) => ({
      path: pathOf(use),
      problem: `would by default be a host name of ${use.host.length} characters`,
      fix: "Write a host name of at most 253 characters here, or shorten openedx:cluster.domain.",
    }));
}

const pathOf = ({ index, role }: Host) => ["instances", index, "hosts", role];

const byDefault = ({ given }: Host): string => (given ? "" : " by default");
