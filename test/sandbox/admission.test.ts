import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ScaledWorkload } from "../../components/instance/workloads";
import { propertiesAt, type Properties } from "../../sandbox/providers/value";
import { BUILT_IN_SIZES } from "../../stacks/built-in-sizes";
import { kubectl } from "./support/clients";
import { applicationPatches, instanceOf } from "./support/fleet";
import { kustomized } from "./support/kustomize";
import { attempt, properties, quotaOf } from "./support/objects";
import { openTestStack, removeTestStack, up } from "./support/stacks";
import { deployed, podOf } from "./support/tutor-pods";

const SIZES = ["small", "medium", "large"] as const;
const edit = (...slugs: readonly string[]) =>
  openTestStack("admission", { "openedx:instances": slugs.map((size) => ({ slug: size, size })) });

const PODS = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`;

let outputs: unknown;

beforeAll(async () => {
  ({ outputs } = await up(await edit(...SIZES)));
  for (const size of SIZES) await quotaOf(size);
});
afterAll(async () => removeTestStack(await edit(...SIZES)));

/** The pods of a Deployment at its largest in a rolling update: a quarter more than there are, rounded up. */
const inUpdate = (most: number): number => most + Math.ceil(most / 4);

describe.each(SIZES)(
  "all that Tutor runs, at the largest of the size %s and while it is updated",
  (size) => {
    const { lms, cms, lmsWorker, cmsWorker, mfe, caddy, others } = BUILT_IN_SIZES[size];
    const most = ({ maxReplicas }: ScaledWorkload) => inUpdate(maxReplicas);
    const NUMBERS: Readonly<Record<string, number>> = {
      lms: most(lms),
      cms: most(cms),
      "lms-worker": most(lmsWorker),
      "cms-worker": most(cmsWorker),
      mfe: inUpdate(mfe.replicas),
      caddy: inUpdate(caddy.replicas),
      redis: 1,
      meilisearch: 1,
      smtp: inUpdate(1),
      "drydock-lms-job-0": 1,
      "drydock-cms-job-5": 1,
      "drydock-mysql-job-2": 1,
    };
    const made: (Properties | string)[] = [];

    beforeAll(async () => {
      for (const [name, number] of Object.entries(NUMBERS))
        for (let each = 0; each < number; each++)
          made.push(await attempt(PODS(size), properties(podOf(name, each))));
    });
    afterAll(async () => void (await kubectl("delete", "pods", "--all", "-n", size, "--now")));

    it("is everything that Tutor deploys", () => {
      const pods = deployed().filter(({ kind }) => kind !== "Service");
      expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual(Object.keys(NUMBERS).sort());
      expect(made.length).toBeGreaterThan(others.replicas + 10);
    });

    it("is admitted by profile and quota, with what each lacks filled in and no limit", () => {
      expect(made.filter((each) => typeof each === "string")).toEqual([]);
      const containers = made.flatMap((pod) => Containers.parse(pod).spec.containers);
      expect(containers.length).toBe(made.length);
      expect(containers.filter(({ resources }) => resources.limits !== undefined)).toEqual([]);
      const asked = new Set(containers.map(({ resources }) => JSON.stringify(resources.requests)));
      expect([...asked].sort()).toEqual([
        JSON.stringify({ cpu: "100m", memory: "2Gi" }),
        JSON.stringify({ cpu: "100m", memory: "512Mi" }),
      ]);
    });

    it("leaves room for the rest of the old pods, which count until they are gone", async () => {
      const ending = [...Array(lms.maxReplicas - Math.ceil(lms.maxReplicas / 4)).keys()];
      const more = await Promise.all(
        ending.map((each) => attempt(PODS(size), properties(podOf("lms", 100 + each)))),
      );
      expect(more.filter((each) => typeof each === "string")).toEqual([]);
    });
  },
);

const Containers = z.object({
  spec: z.object({
    containers: z.array(
      z.object({
        resources: z.object({
          requests: z.record(z.string(), z.string()),
          limits: z.unknown().optional(),
        }),
      }),
    ),
  }),
});

const pod = (spec: Properties, container: Properties = {}): Properties => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "refused" },
  spec: { containers: [{ name: "it", image: "example.org/it", ...container }], ...spec },
});

describe("what breaks the profile is refused by the API server", () => {
  it.each([
    ["a privileged container", pod({}, { securityContext: { privileged: true } }), "privileged"],
    ["the network of the node", pod({ hostNetwork: true }), "host namespaces"],
    ["the processes of the node", pod({ hostPID: true }), "host namespaces"],
    [
      "a folder of the node",
      pod({ volumes: [{ name: "root", hostPath: { path: "/" } }] }),
      "hostPath volumes",
    ],
    ["a port of the node", pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }), "hostPort"],
    [
      "rights over the kernel",
      pod({}, { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }),
      "non-default capabilities",
    ],
  ])("%s", async (_, refused, reason) => {
    const answer = await attempt(PODS("small"), refused);
    expect(answer).toContain(
      'pods "refused" is forbidden: violates PodSecurity "baseline:latest": ',
    );
    expect(answer).toContain(reason);
  });
});

describe("what breaks the quota is refused by the API server", () => {
  const asking = (requests: Properties) => pod({}, { resources: { requests } });
  const service = (type: string): Properties => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "refused" },
    spec: { type, ports: [{ port: 80 }] },
  });

  it.each([
    ["more memory", PODS("small"), asking({ memory: "26Gi" }), "requested: requests.memory=26Gi"],
    ["more CPU", PODS("small"), asking({ cpu: "5" }), "requested: requests.cpu=5"],
    [
      "a port on every node",
      "/api/v1/namespaces/small/services",
      service("NodePort"),
      "requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0",
    ],
    [
      "a load balancer of its own",
      "/api/v1/namespaces/small/services",
      service("LoadBalancer"),
      "limited: services.loadbalancers=0",
    ],
    [
      "a larger volume",
      "/api/v1/namespaces/small/persistentvolumeclaims",
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "refused" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "23Gi" } } },
      },
      "requested: requests.storage=23Gi",
    ],
  ])("%s", async (_, path, refused, reason) => {
    const answer = await attempt(path, refused);
    expect(answer).toContain("exceeded quota: openedx");
    expect(answer).toContain(reason);
  });

  it("a pod more than there may be", async () => {
    const { spec } = await quotaOf("small");
    const number = Number(spec.hard["pods"]);
    const answers: (Properties | string)[] = [];
    for (let each = 0; each <= number; each++)
      answers.push(
        await attempt(PODS("small"), {
          ...asking({ cpu: "1m", memory: "1Mi" }),
          metadata: { name: `pod-${each}` },
        }),
      );
    await kubectl("delete", "pods", "--all", "-n", "small", "--now");
    expect(answers.slice(0, number).filter((each) => typeof each === "string")).toEqual([]);
    expect(answers[number]).toContain(`limited: pods=${number}`);
  });
});

describe("Tutor's Services", () => {
  const service = (name: string, spec: object) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { ports: [{ port: 80 }], selector: { name }, ...spec },
  });
  // Also what Tutor makes with a web proxy of its own, and one without an address.
  const rendered = [
    ...deployed().filter(({ kind }) => kind === "Service"),
    service("proxy", { type: "LoadBalancer" }),
    service("headless", { clusterIP: "None" }),
  ];
  const offered = (services: readonly unknown[]) =>
    Promise.all(
      services.map((each) => attempt("/api/v1/namespaces/small/services", properties(each))),
    );
  afterEach(async () => void (await kubectl("delete", "services", "--all", "-n", "small")));

  it("are refused where they open a port of the nodes", async () => {
    const answers = await offered(rendered);
    const refused = rendered.filter((_, index) => typeof answers[index] === "string");
    expect(refused.map(({ metadata }) => metadata.name)).toEqual(["mfe", "proxy"]);
  });

  it("are all admitted as the Application has Argo CD change them, and nothing else of them changes", async () => {
    const patches = await applicationPatches(instanceOf(outputs, "small").application);
    const built = (await kustomized(rendered, patches)).map(properties);
    // Kustomize sorts them by name.
    expect(built).toHaveLength(rendered.length);
    expect(built).toEqual(
      expect.arrayContaining(
        rendered.map(({ spec, ...rest }) =>
          properties({ ...rest, spec: { ...spec, type: "ClusterIP" } }),
        ),
      ),
    );
    const answers = await offered(built);
    expect(answers.filter((each) => typeof each === "string")).toEqual([]);
    const types = answers.map((each) => propertiesAt(properties(each), "spec")?.["type"]);
    expect(types).toEqual(rendered.map(() => "ClusterIP"));
  });
});
