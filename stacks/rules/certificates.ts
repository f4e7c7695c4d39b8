import { everyHost } from "../../components/instance/hosts";
import type { InstanceSettings } from "../../components/instance/settings";
import { type Path, type Problem, settingPath } from "../problems";
import type { ReadableStack } from "../read";
import { comparable } from "./slugs";

/** Which certificate serves which host must be clear, and a host that it serves must be one of the instance's. */
export const certificateProblems = (stack: ReadableStack): Problem[] =>
  comparable(stack).flatMap(({ index, settings }) => [
    ...repeatedNames(index, settings),
    ...wrongHosts(index, settings),
  ]);

function repeatedNames(index: number, { certificates }: InstanceSettings): Problem[] {
  return certificates.flatMap(({ name }, position) => {
    const earlier = certificates.findIndex((each) => each.name === name);
    if (earlier === position) return [];
    const path = (at: number): Path => ["instances", index, "certificates", at, "name"];
    return [
      {
        path: path(position),
        problem: `is "${name}", as ${settingPath(path(earlier))} is`,
        fix: "Give each certificate of the instance its own name, or make one entry of both.",
      },
    ];
  });
}

function wrongHosts(index: number, settings: InstanceSettings): Problem[] {
  const known = everyHost(settings);
  const first = new Map<string, Path>();
  return settings.certificates.flatMap(({ hosts }, position) =>
    hosts.flatMap((host, at): Problem[] => {
      const path = ["instances", index, "certificates", position, "hosts", at];
      if (!known.includes(host))
        return [
          {
            path,
            problem: `is "${host}", which is no host of the instance`,
            fix: `Write one of its hosts (${known.join(", ")}), or add it to its extraHosts.`,
          },
        ];
      const earlier = first.get(host);
      first.set(host, path);
      if (earlier === undefined) return [];
      return [
        {
          path,
          problem: `is "${host}", as ${settingPath(earlier)} is`,
          fix: "Name each host once: one certificate serves it.",
        },
      ];
    }),
  );
}
