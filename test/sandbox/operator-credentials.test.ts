import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { Servers } from "../../sandbox/contract";
import type { StackConfig } from "../../sandbox/engine/config";
import { writePrivateFile } from "../../sandbox/servers/files";
import { kubectl } from "./support/clients";
import { query } from "./support/fleet";
import { IN_CLUSTER_SERVERS } from "./support/in-cluster";
import { planned } from "./support/plan";
import { NOTHING, possessions } from "./support/possessions";
import { pulumi } from "./support/pulumi-command";
import { sandbox } from "./support/sandbox";
import { findSecrets, type KnownSecret } from "./support/secret-scan";
import { destroy, openTestStack, removeTestStack, up } from "./support/stacks";

/** What an operator has given the stack: a login of the cluster and one of MySQL. */
interface Given {
  readonly servers: Servers;
  readonly secrets: readonly KnownSecret[];
}

const Kubeconfig = z.looseObject({ users: z.array(z.looseObject({ user: z.unknown() })) });

/** A kubeconfig with the token of a ServiceAccount that may do everything. Deleting the account ends the token. */
async function logInToCluster(account: string): Promise<{ file: string; token: string }> {
  const namespace = ["-n", "kube-system"];
  await kubectl("create", "serviceaccount", account, ...namespace);
  await kubectl(
    ...["create", "clusterrolebinding", account, "--clusterrole=cluster-admin"],
    `--serviceaccount=kube-system:${account}`,
  );
  const token = (await kubectl("create", "token", account, ...namespace)).trim();
  const { directory, servers } = sandbox();
  const administrator = readFileSync(servers.kubernetes.kubeconfig, "utf8");
  const kubeconfig = Kubeconfig.parse(parse(administrator));
  for (const entry of kubeconfig.users) entry.user = { token };
  const file = join(directory, `${account}.kubeconfig`);
  writePrivateFile(file, stringify(kubeconfig));
  return { file, token };
}

const endLogInToCluster = async (account: string): Promise<void> => {
  await kubectl("delete", "serviceaccount", account, "-n", "kube-system");
  await kubectl("delete", "clusterrolebinding", account);
};

const ADMINISTRATOR = "operator";

/** Gives out both logins. The password of MySQL's takes the place of the one before, which is refused from then on. */
async function giveOut(account: string): Promise<Given> {
  const { file, token } = await logInToCluster(account);
  const password = `the password of ${account}`;
  await query(`CREATE USER IF NOT EXISTS '${ADMINISTRATOR}'@'%'`);
  await query(`GRANT ALL ON *.* TO '${ADMINISTRATOR}'@'%' WITH GRANT OPTION`);
  await query(`ALTER USER '${ADMINISTRATOR}'@'%' IDENTIFIED BY '${password}'`);
  const { servers } = sandbox();
  return {
    servers: {
      ...servers,
      kubernetes: { ...servers.kubernetes, kubeconfig: file },
      mysql: { ...servers.mysql, adminUser: ADMINISTRATOR, adminPassword: password },
    },
    secrets: [
      { name: `token of ${account}`, value: token },
      { name: `password of ${account}`, value: password },
    ],
  };
}

describe.each<[how: string, name: string, data: StackConfig, steps: readonly string[]]>([
  ["a direct connection", "credentials-direct", {}, []],
  ["workflows", "credentials-workflows", IN_CLUSTER_SERVERS, ["update mysql-admin"]],
])("new logins for the operator, with databases made by %s", (_, name, data, steps) => {
  const [before, after] = [`${name}-before`, `${name}-after`];
  const edit = ({ servers }: Given, ...slugs: readonly string[]): Promise<Stack> =>
    openTestStack(name, { ...data, "openedx:instances": slugs.map((slug) => ({ slug })) }, servers);
  let old: Given;
  let given: Given;
  let stack: Stack;

  beforeAll(async () => {
    old = await giveOut(before);
    await up(await edit(old, "history", "science"));
    given = await giveOut(after);
    await endLogInToCluster(before);
    stack = await edit(given, "history", "science");
  });
  afterAll(async () => {
    await removeTestStack(await edit(given, "history"));
    await endLogInToCluster(after);
    await query(`DROP USER '${ADMINISTRATOR}'@'%'`);
  });

  it("are not known to a refresh that does not run the program, which changes nothing", async () => {
    const [{ code, output }, state] = [
      await pulumi(name, "refresh", "--yes").ended,
      await pulumi(name, "stack", "export").ended,
    ];
    expect(code).not.toBe(0);
    // The API server remembers for some seconds whose a token was.
    expect(output).toMatch(/Unauthorized|forbidden/);
    expect(state.output).toContain("history-application");
  });

  it("are used by a refresh that runs the program", async () => {
    const { code, output } = await pulumi(name, "refresh", "--yes", "--run-program").ended;
    expect(code, output).toBe(0);
  });

  it("change no resource of an instance", async () => {
    expect(await planned(stack)).toEqual(steps);
    await up(stack);
    expect(Object.keys((await up(stack)).changes)).toEqual(["same"]);
  });

  it("leave none of the old ones in the state, not even encrypted", async () => {
    const { output } = await pulumi(name, "stack", "export", "--show-secrets").ended;
    const places = [{ name: "state", content: output }];
    expect(findSecrets(places, old.secrets)).toEqual([]);
    // They are found where they are.
    expect(findSecrets(places, given.secrets)).not.toEqual([]);
  });

  it("take down an instance, and the rest", async () => {
    await up(await edit(given, "history"));
    expect(await possessions("science")).toEqual(NOTHING);
    await destroy(stack);
    expect(await possessions("history")).toEqual(NOTHING);
  });
});
