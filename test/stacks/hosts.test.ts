import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyHost, pageHosts } from "../../components/instance/hosts";
import { checked, stackFile } from "./support/stack-file";

const settingsOf = (entry: string) => {
  const { settings, problems } = checked(stackFile({ instances: `[${entry}]` }));
  expect(problems).toEqual([]);
  const [instance] = settings?.instances ?? [];
  if (instance === undefined) throw new Error("there is no instance");
  return instance;
};

describe("the hosts of an instance", () => {
  it("have one for notes where the plugin has its database, by default below the LMS", () => {
    expect(settingsOf("{ slug: a, databases: [notes] }").hosts.notes).toBe("notes.a.example.org");
    const given = "{ slug: a, databases: [notes], hosts: { notes: n.example } }";
    expect(settingsOf(given).hosts.notes).toBe("n.example");
    expect(settingsOf("{ slug: a, databases: [discovery] }").hosts).not.toHaveProperty("notes");
  });

  it("have further domains, with their own micro-frontends and the Studio of the instance", () => {
    const { domains } = settingsOf(
      "{ slug: a, domains: [{ lms: b.example }, { lms: c.example, studio: s.example, mfe: m.example, siteConfiguration: { PLATFORM_NAME: C, course_org_filter: [C] } }] }",
    );
    expect(domains).toEqual([
      { lms: "b.example", studio: undefined, mfe: "apps.b.example", siteConfiguration: {} },
      {
        lms: "c.example",
        studio: "s.example",
        mfe: "m.example",
        siteConfiguration: { PLATFORM_NAME: "C", course_org_filter: ["C"] },
      },
    ]);
  });

  it("are routed to Caddy unless they say otherwise", () => {
    const entry = "{ slug: a, extraHosts: [{ host: b.example }, { host: c.example, to: lms }] }";
    expect(settingsOf(entry).extraHosts).toEqual([
      { host: "b.example", to: "caddy" },
      { host: "c.example", to: "lms" },
    ]);
  });

  it("are told all together, and those with pages in whatever order domains are listed", () => {
    const b = "{ lms: b.example, studio: s.example }";
    const c = "{ lms: c.example }";
    const entry = (domains: string) =>
      settingsOf(
        `{ slug: a, databases: [notes], domains: [${domains}], extraHosts: [{ host: x.example }] }`,
      );
    expect(everyHost(entry(`${b}, ${c}`))).toEqual([
      "a.example.org",
      "studio.a.example.org",
      "apps.a.example.org",
      "meilisearch.a.example.org",
      "notes.a.example.org",
      "b.example",
      "s.example",
      "apps.b.example",
      "c.example",
      "apps.c.example",
      "x.example",
    ]);
    expect(pageHosts(entry(`${b}, ${c}`))).toEqual(pageHosts(entry(`${c}, ${b}`)));
    expect(pageHosts(entry(b))).toEqual([
      "a.example.org",
      "studio.a.example.org",
      "apps.a.example.org",
      "apps.b.example",
      "b.example",
      "s.example",
    ]);
  });
});

describe("properties", () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const host = fc.tuple(label, label).map((labels) => `${labels.join(".")}.example`);
  const maybe = fc.option(host, { nil: undefined });
  const entry = fc.record({
    hosts: fc.record({ lms: maybe, studio: maybe, mfe: maybe, meilisearch: maybe, notes: maybe }),
    domains: fc.array(fc.record({ lms: host, studio: maybe, mfe: maybe }), { maxLength: 3 }),
    extraHosts: fc.array(fc.record({ host }), { maxLength: 3 }),
  });
  const fleet = fc
    .array(entry, { minLength: 1, maxLength: 5 })
    .map((entries) =>
      entries.map((each, index) => ({ slug: `s${index}`, databases: ["notes"], ...each })),
    );

  it("a stack file is accepted exactly if no host serves twice", () =>
    fc.assert(
      fc.property(fleet, (instances) => {
        const file = stackFile({ instances: JSON.stringify(instances) });
        const { settings, problems } = checked(file);
        if (settings === undefined)
          return problems.every(({ problem }) => / is(?: by default)?$/.test(problem));
        const hosts = settings.instances.flatMap(everyHost);
        return new Set(hosts).size === hosts.length;
      }),
    ));

  it("a host that serves twice is refused, whichever two settings it stands in", () =>
    fc.assert(
      fc.property(fleet, fc.nat(), fc.nat(), (instances, first, second) => {
        const { settings } = checked(stackFile({ instances: JSON.stringify(instances) }));
        fc.pre(settings !== undefined);
        const hosts = settings?.instances.flatMap(everyHost) ?? [];
        const taken = hosts[first % hosts.length] ?? "";
        const at = second % instances.length;
        const twice = instances.map((each, index) =>
          index === at ? { ...each, extraHosts: [...each.extraHosts, { host: taken }] } : each,
        );
        const { problems } = checked(stackFile({ instances: JSON.stringify(twice) }));
        return problems.length === 1;
      }),
    ));
});
