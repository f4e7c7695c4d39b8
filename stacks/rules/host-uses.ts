import type { InstanceHosts } from "../../components/instance/settings";
import type { Path } from "../problems";
import type { ReadableInstance } from "../read";
import { mfeOf } from "../resolve-hosts";

/** A host name, and the setting that it stands in or would by default. */
export interface HostUse {
  readonly path: Path;
  readonly host: string;
  /** False where the instance leaves it to the default. */
  readonly given: boolean;
  /** The same for an LMS and the hosts that follow from it by default. */
  readonly site: string;
  readonly isLms: boolean;
}

/** The LMS comes first, as the defaults of the others follow from it. */
const ROLES: readonly (keyof InstanceHosts)[] = ["lms", "studio", "mfe", "meilisearch", "notes"];

/** Every host name of an instance. Those that follow by default are told only `withDefaults`. */
export const hostUses = (instance: ReadableInstance, withDefaults: boolean): HostUse[] => [
  ...mainUses(instance, withDefaults),
  ...domainUses(instance, withDefaults),
  ...extraUses(instance),
];

const mainUses = ({ index, hosts, settings }: ReadableInstance, withDefaults: boolean): HostUse[] =>
  ROLES.flatMap((role) => {
    const host = hosts[role] ?? (withDefaults ? settings?.hosts[role] : undefined);
    if (host === undefined) return [];
    const path = ["instances", index, "hosts", role];
    return [
      { path, host, given: hosts[role] !== undefined, site: `${index}`, isLms: role === "lms" },
    ];
  });

const domainUses = ({ index, domains }: ReadableInstance, withDefaults: boolean): HostUse[] =>
  domains.flatMap(({ lms, studio, mfe }, position) => {
    const use = (role: string, host: string | undefined, given = true): HostUse[] =>
      host === undefined
        ? []
        : [
            {
              path: ["instances", index, "domains", position, role],
              host,
              given,
              site: `${index}/${position}`,
              isLms: role === "lms",
            },
          ];
    const byDefault = withDefaults && lms !== undefined && mfe === undefined;
    return [
      ...use("lms", lms),
      ...use("studio", studio),
      ...(byDefault ? use("mfe", mfeOf(lms), false) : use("mfe", mfe)),
    ];
  });

const extraUses = ({ index, extraHosts }: ReadableInstance): HostUse[] =>
  extraHosts.flatMap(({ host }, position) =>
    host === undefined
      ? []
      : [
          {
            path: ["instances", index, "extraHosts", position, "host"],
            host,
            given: true,
            site: `${index}`,
            isLms: false,
          },
        ],
  );
