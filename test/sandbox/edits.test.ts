import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Servers } from "../../sandbox/contract";
import type { StackConfig } from "../../sandbox/engine/config";
import { IN_CLUSTER_SERVERS } from "./support/in-cluster";
import { plannedSteps, type PlannedStep } from "./support/plan";
import { sandbox } from "./support/sandbox";
import { openTestStack, removeTestStack, sectionWith, up } from "./support/stacks";

/** What holds data, or stands for what does: were one deleted or replaced, what learners wrote would be gone. */
const DATA = [
  "aws:s3/bucket:Bucket",
  "aws:iam/user:User",
  "command:local:Command",
  "mongodbatlas:index/databaseUser:DatabaseUser",
  "mysql:index/database:Database",
  "mysql:index/grant:Grant",
  "mysql:index/user:User",
];

/**
 * What the deployed site hangs on: were one of these deleted or replaced, Argo CD or Kubernetes would take away all that
 * runs, with the volumes of its own Redis and search.
 */
const DEPLOYED = [
  "kubernetes:argoproj.io/v1alpha1:AppProject",
  "kubernetes:argoproj.io/v1alpha1:Application",
  "kubernetes:core/v1:Namespace",
];

const history = { slug: "history", databases: ["notes"] };

/** An edit, and all that it plans for what holds data. */
interface Edit {
  readonly what: string;
  readonly changes?: StackConfig;
  /** Settings of sections in the end, also those that the sandbox fills in itself. */
  readonly filledIn?: Readonly<Record<string, object>>;
  readonly servers?: (servers: Servers) => Servers;
  readonly instance?: object;
  readonly direct?: readonly string[];
  readonly inCluster?: readonly string[];
  /** It changes no resource: what it is about is in the state alone. */
  readonly plansNothing?: true;
}

const access = (...servers: readonly string[]): readonly string[] =>
  servers.map((server) => `update history-${server}-access`);
const databases = (...servers: readonly string[]): readonly string[] =>
  servers.map((server) => `update history-${server}-database`);
const MYSQL = ["mysql", "mysql-notes"];
const PASSWORDS = {
  direct: [
    "update history-mongodb-user",
    "update history-mysql-notes-user",
    "update history-mysql-user",
  ],
  inCluster: access("mongodb", ...MYSQL),
};

const EDITS: readonly Edit[] = [
  {
    what: "the address of MySQL",
    servers: (servers) => ({ ...servers, mysql: { ...servers.mysql, host: "127.0.0.2" } }),
    inCluster: [...access(...MYSQL), ...databases(...MYSQL)],
  },
  {
    what: "the login of MySQL's administrator",
    servers: (servers) => ({
      ...servers,
      mysql: { ...servers.mysql, adminUser: "admin", adminPassword: "of another one" },
    }),
  },
  {
    what: "deadlines, and with them the templates",
    changes: sectionWith("openedx:platform", {
      argoWorkflows: { timeoutSeconds: 200 },
      argocd: { deletionTimeoutSeconds: 60 },
    }),
  },
  {
    what: "limits of the Kubernetes client, ranges and domain of the cluster",
    changes: sectionWith("openedx:cluster", {
      client: { qps: 5, burst: 10 },
      network: { pods: ["10.1.0.0/16"], services: ["10.2.0.0/16"], nodes: ["10.3.0.0/16"] },
      domain: "campus.example.net",
    }),
  },
  {
    what: "the cluster's environment",
    changes: sectionWith("openedx:cluster", { environment: "production" }),
  },
  {
    what: "release, repository and registry",
    changes: {
      "openedx:defaults": { release: "verawood" },
      "openedx:gitops": { repository: "https://git.example.org/other/instances.git" },
      "openedx:registry": { host: "registry.example.org" },
    },
  },
  {
    what: "all numbers of the storage",
    changes: sectionWith("openedx:storage", { oldVersionsDays: 9, trackingLogsDays: 99 }),
  },
  {
    what: "a public bucket",
    instance: { storage: { publicMedia: true } },
    direct: ["create history-storage-public-bucket"],
    inCluster: ["create history-storage-public-bucket"],
  },
  {
    what: "every rotation number but the seed's",
    instance: {
      rotation: {
        ...{ mysql: 1, mongodb: 1, storage: 1, redis: 1 },
        ...{ meilisearch: 1, jwt: 1, secretKey: 1, cmsOauth: 1 },
      },
    },
    ...PASSWORDS,
  },
  { what: "the seed of its secrets", instance: { rotation: { seed: 1 } }, ...PASSWORDS },
  {
    what: "its name, hosts and domains",
    instance: {
      platformName: "History Academy",
      hosts: { lms: "history.example" },
      domains: [{ lms: "history.example.net" }],
      extraHosts: [{ host: "old.example.net" }],
    },
  },
  {
    what: "its size, quota, environment, mail server and how it is deployed",
    instance: {
      ...{ size: "large", quota: { pods: 99 }, environment: "staging", sync: "manual" },
      smtp: { host: "mail.example.org", security: "none" },
      gitops: { revision: "next" },
    },
  },
  { what: "its protection", instance: { deletionProtection: true }, plansNothing: true },
  {
    what: "a further database",
    instance: { databases: ["notes", "wiki"] },
    direct: ["database", "grant", "user"].map((part) => `create history-mysql-wiki-${part}`),
    inCluster: ["access", "database"].map((part) => `create history-mysql-wiki-${part}`),
  },
];

/** Of where Atlas has the data, and what that plans while no instance is protected: none of it is followed by any data. */
const EDITS_OF_ATLAS: readonly Required<Pick<Edit, "what" | "changes" | "direct">>[] = [
  {
    what: "another project has a user of its own",
    changes: sectionWith("openedx:mongodb", { projectId: "0123456789abcdef01234567" }),
    direct: ["create-replacement", "delete-replaced", "replace"].map(
      (operation) => `${operation} history-mongodb-user`,
    ),
  },
  {
    what: "in another cluster the user is the same",
    changes: sectionWith("openedx:mongodb", { clusterName: "Other" }),
    direct: ["update history-mongodb-user"],
  },
];

/** Of settings that there are for workflows only. */
const EDITS_OF_WORKFLOWS: readonly Edit[] = [
  {
    what: "how MySQL is reached",
    filledIn: { "openedx:mysql": { tls: "skip-verify" } },
    inCluster: [...access(...MYSQL), ...databases(...MYSQL)],
  },
  {
    what: "how MongoDB is reached",
    filledIn: {
      "openedx:mongodb": {
        host: "127.0.0.2",
        replicaSet: "rs0",
        tls: "verify",
        authSource: "users",
      },
    },
    inCluster: [...access("mongodb"), ...databases("mongodb")],
  },
  {
    what: "what a failed removal does",
    instance: { onDeprovisionFailure: "continue" },
    inCluster: databases("mongodb", ...MYSQL),
  },
];

const ofData = (steps: readonly PlannedStep[]): readonly string[] =>
  steps
    .filter(({ type }) => DATA.includes(type))
    .map(({ operation, name }) => `${operation} ${name}`)
    .sort();

describe.each([
  ["a direct connection and Atlas", "direct", {}, EDITS, EDITS_OF_ATLAS],
  ["workflows", "inCluster", IN_CLUSTER_SERVERS, [...EDITS, ...EDITS_OF_WORKFLOWS], []],
] as const)("with databases made by %s, an edit", (_, how, data, edits, ofAtlas) => {
  const open = async (edit: Omit<Edit, "what">): Promise<Stack> => {
    const stack = await openTestStack(
      `edits-${how.toLowerCase()}`,
      { ...data, "openedx:instances": [{ ...history, ...edit.instance }], ...edit.changes },
      edit.servers?.(sandbox().servers),
    );
    for (const [section, settings] of Object.entries(edit.filledIn ?? {})) {
      const { value } = await stack.getConfig(section);
      const changed = Object.assign({}, JSON.parse(value), settings) as object;
      await stack.setConfig(section, { value: JSON.stringify(changed) });
    }
    return stack;
  };

  /** All that an edit plans, but for what every run reads. */
  const changesOf = async (edit: Omit<Edit, "what">): Promise<readonly PlannedStep[]> =>
    (await plannedSteps(await open(edit))).filter(({ operation }) => operation !== "read");

  beforeAll(async () => {
    await up(await open({}));
  });
  afterAll(async () => removeTestStack(await open({})));

  it.each(edits)(
    "replaces nothing that holds data, and takes nothing away: $what",
    async (edit) => {
      const steps = await changesOf(edit);
      expect(steps.length > 0).toBe(edit.plansNothing !== true);
      expect(ofData(steps)).toEqual([...(edit[how] ?? [])].sort());
      const deployed = steps.filter(({ type }) => DEPLOYED.includes(type));
      expect(deployed.filter(({ operation }) => operation !== "update")).toEqual([]);
    },
  );

  // The tests of protection show that it is refused where an instance is protected.
  it.each(ofAtlas)("of Atlas: $what", async (edit) => {
    const steps = await changesOf(edit);
    expect(ofData(steps)).toEqual(edit.direct);
    expect(steps.map(({ name }) => name)).toContain(
      "mongodb-kind-carries-protected-instances-see-docs-moving-data",
    );
  });
});
