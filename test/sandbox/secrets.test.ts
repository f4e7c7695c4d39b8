import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toSecret } from "../../sandbox/providers/kubernetes/release-record";
import type { Properties } from "../../sandbox/providers/value";
import { logFile } from "../../sandbox/servers/process";
import { kubectl, kubernetes } from "./support/clients";
import { administratorSecrets, generatedSecrets, secretsOfInstance } from "./support/known-secrets";
import { pulumi } from "./support/pulumi-command";
import { sandbox } from "./support/sandbox";
import { clusterObjects, commandLines, isPrivate, sandboxFiles } from "./support/secret-places";
import { findSecrets, type Finding, type KnownSecret, type Place } from "./support/secret-scan";
import { openTestStack, refresh, removeTestStack, up } from "./support/stacks";

const NAME = "secrets";
const SLUGS = ["history", "science", "arts"];

const edit = (release: string, ...slugs: readonly string[]) =>
  openTestStack(NAME, {
    "openedx:instances": slugs.map((slug) => ({ slug, release })),
    "openedx:registry": { host: "registry.example.org" },
  });

/** Stores of the servers: etcd keeps the Secrets as the API server has them, MySQL what it makes of passwords. */
const STORES = ["etcd", "mysql/data"];

/** Files that hold what the sandbox's own servers are started or reached with; nobody else can open them. */
const ADMINISTRATORS_FILES = ["credentials.json", "servers.json", "mysql/administrator.sql"];
const PRIVATE_FILES = [...ADMINISTRATORS_FILES, "admin.kubeconfig", "passphrase"];

/** Where versitygw's IAM service keeps the keys that it checks logins with. */
const KEY_STORE = "object-storage/accounts";

/** Every place that may hold a secret, and whose: as findings are written. There is no other. */
const MADE_TO_HOLD = [
  ...SLUGS.flatMap((slug) => [
    new RegExp(`^${slug}[ -].* in Secret ${slug}/openedx-secrets data\\.\\w+$`),
    new RegExp(
      `^registry credentials in Secret ${slug}/openedx-image-pull-secret data\\.\\.dockerconfigjson$`,
    ),
  ]),
  // Helm keeps the values of its releases. The password itself is in none of them.
  /^argocd-admin-password bcryptHash in Secret argocd\/sh\.helm\.release\.v1\.argocd\.v\d data\.release$/,
  new RegExp(`^administrator of (MySQL|storage) in file (${ADMINISTRATORS_FILES.join("|")})$`),
  /^private (.+) in file pki\/\1$/,
  /^private (admin|kube-controller-manager)\.key in file \1\.kubeconfig$/,
  /^passphrase in file passphrase$/,
  new RegExp(
    `(AWS_SECRET_ACCESS_KEY|storage-key secret) in file ${KEY_STORE}/iam\\.json(\\.backup)?$`,
  ),
];

const isLeak = (finding: Finding): boolean => !MADE_TO_HOLD.some((place) => place.test(finding));

let secrets: readonly KnownSecret[];
const printed: Place[] = [];

async function run(...parameters: readonly string[]): Promise<string> {
  const { code, output } = await pulumi(NAME, ...parameters).ended;
  expect(code, output).toBe(0);
  return output;
}

/** Everything that a stack leaves anywhere. */
const everywhere = async (): Promise<readonly Place[]> => [
  ...sandboxFiles(STORES),
  ...(await clusterObjects()),
  ...commandLines(),
  ...printed,
];

beforeAll(async () => {
  const made = await up(await edit("ulmo", ...SLUGS));
  const stack = await edit("verawood", ...SLUGS);
  const changed = await up(stack);
  const seen = await refresh(stack);
  printed.push(
    { name: "output of a first up", content: made.output },
    { name: "output of a change", content: changed.output },
    { name: "output of a refresh", content: seen.output },
    { name: "output of plain up", content: await run("up", "--yes", "--skip-preview", "--diff") },
    { name: "stack outputs", content: await run("stack", "output", "--json") },
  );
  secrets = [
    ...(await Promise.all(SLUGS.map(secretsOfInstance))).flat(),
    ...generatedSecrets(await run("stack", "export", "--show-secrets")),
    ...administratorSecrets(),
  ];
});
afterAll(async () => removeTestStack(await edit("verawood")));

describe("the secrets of three instances", () => {
  it("are in the places made to hold them, and in clear nowhere else", async () => {
    const findings = findSecrets(await everywhere(), secrets);
    expect(findings.filter(isLeak)).toEqual([]);
    // Each is seen where it belongs, so none is overlooked elsewhere.
    for (const { name } of secrets.filter(({ name }) => / [A-Z0-9_]+$/.test(name)))
      expect(findings.filter((finding) => finding.startsWith(`${name} in Secret`))).toHaveLength(1);
    expect(secrets.length).toBeGreaterThan(60);
  });

  it("are in files that nobody else can open", () => {
    expect(
      [".", ...PRIVATE_FILES, "pki/ca.key", KEY_STORE].filter((file) => !isPrivate(file)),
    ).toEqual([]);
  });

  it("are in the outputs of the stack under a mark only", () => {
    const outputs = printed.find(({ name }) => name === "stack outputs");
    expect(JSON.parse(String(outputs?.content))).toMatchObject({
      argocdAdminPassword: "[secret]",
    });
  });
});

describe("a planted leak", () => {
  const secret = (name: string): string => {
    const found = secrets.find((known) => known.name === name);
    if (found === undefined) throw new Error(`there is no secret ${name}`);
    return found.value;
  };
  const leaks = async () =>
    findSecrets(await everywhere(), secrets)
      .filter(isLeak)
      .sort();

  it.each(["", "a", "ab"])("is found in base64 in a ConfigMap, after %j", async (before) => {
    const text = `${before}${secret("history OPENEDX_MYSQL_PASSWORD")}@mysql`;
    const value = Buffer.from(text).toString("base64");
    await kubectl("create", "configmap", "planted", "-n", "science", `--from-literal=x=${value}`);
    try {
      expect(findSecrets(await clusterObjects(), secrets).filter(isLeak)).toEqual([
        "history OPENEDX_MYSQL_PASSWORD in ConfigMap science/planted",
      ]);
    } finally {
      await kubectl("delete", "configmap", "planted", "-n", "science");
    }
  });

  it("is found in a log, also of a key over several lines", async () => {
    const log = logFile(sandbox().directory, "planted");
    appendFileSync(log, `key: ${JSON.stringify(secret("arts-jwt-key privateKeyPem"))}\n`);
    appendFileSync(log, `PUT /x?secret=${encodeURIComponent(secret("arts-seed base64"))}\n`);
    appendFileSync(log, secret("science-jwt-key privateKeyPem").replace(/^/gm, "    "));
    try {
      expect(await leaks()).toEqual([
        "arts-jwt-key privateKeyPem in file log/planted.log",
        "arts-seed base64 in file log/planted.log",
        "science-jwt-key privateKeyPem in file log/planted.log",
      ]);
    } finally {
      rmSync(log);
    }
  });

  it("is found in the values of a Helm release", async () => {
    const values = { smtp: { password: secret("arts REDIS_PASSWORD") } };
    await plantRelease("science", values);
    try {
      expect(findSecrets(await clusterObjects(), secrets).filter(isLeak)).toEqual([
        "arts REDIS_PASSWORD in Secret science/sh.helm.release.v1.planted.v1 data.release",
      ]);
    } finally {
      await kubectl("delete", "secret", "sh.helm.release.v1.planted.v1", "-n", "science");
    }
  });

  it("is found in the compressed state", async () => {
    const exported = await run("stack", "export");
    const value = secret("science MONGODB_PASSWORD");
    await replaceState(exported.replace('"slug": "science"', `"slug": "${value}"`));
    try {
      expect(await leaks()).toContain(
        `science MONGODB_PASSWORD in file state/.pulumi/stacks/openedx/${NAME}.json.zst`,
      );
    } finally {
      await replaceState(exported);
      // What the engine keeps of older states goes too, as other tests look into it.
      rmSync(join(sandbox().directory, "state/.pulumi/backups"), { recursive: true, force: true });
      await replaceState(exported);
    }
  });

  it("is found in a neighbour's Secret", async () => {
    const stringData = { REDIS_PASSWORD: secret("history REDIS_PASSWORD") };
    const own = await kubectl("get", "secret", "openedx-secrets", "-n", "science", "-o", "json");
    const patch = JSON.stringify({ stringData });
    await kubectl("patch", "secret", "openedx-secrets", "-n", "science", "--patch", patch);
    try {
      expect(findSecrets(await clusterObjects(), secrets).filter(isLeak)).toEqual([
        "history REDIS_PASSWORD in Secret science/openedx-secrets data.REDIS_PASSWORD",
      ]);
    } finally {
      const file = join(sandbox().directory, "own-secret.json");
      appendFileSync(file, own, { mode: 0o600 });
      await kubectl("replace", "--force", `--filename=${file}`);
      rmSync(file);
    }
  });
});

async function replaceState(exported: string): Promise<void> {
  const file = join(sandbox().directory, "edited-state.json");
  writeFileSync(file, exported, { mode: 0o600 });
  await run("stack", "import", "--file", file);
  rmSync(file);
}

async function plantRelease(namespace: string, values: Properties): Promise<void> {
  const now = new Date().toISOString();
  const body = toSecret({
    ...{ name: "planted", namespace, revision: 1, status: "deployed", description: "", values },
    ...{ chart: { name: "planted", version: "1.0.0" }, firstDeployed: now, lastDeployed: now },
  });
  await kubernetes().send({
    method: "POST",
    path: `/api/v1/namespaces/${namespace}/secrets`,
    body,
  });
}
