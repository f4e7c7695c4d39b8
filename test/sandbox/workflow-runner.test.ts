import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRunner } from "../../sandbox/actors/workflows";
import { workflowApi } from "../../sandbox/actors/workflows/api";
import { podName } from "../../sandbox/actors/workflows/nodes";
import { Runner } from "../../sandbox/actors/workflows/runner";
import { isRunning, runningProcess } from "../../sandbox/servers/process";
import { pollUntil } from "../../sandbox/servers/wait";
import { kubectl, kubernetes } from "./support/clients";
import { isThere, pidOf, putProbe } from "./support/probe-template";
import { sandbox } from "./support/sandbox";
import {
  applyTemplates,
  createNamespace,
  deleteNamespace,
  deleteTemplates,
  run,
  statusOf,
  submit,
  untilPhase,
} from "./support/workflows";

const NAMESPACE = "workflow-runner";
/** Says which process it is, and would run for a minute. */
const SLEEP = "echo $BASHPID; sleep 60";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "workflow-runner-"));
  await Promise.all([applyTemplates(), createNamespace(NAMESPACE)]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await deleteNamespace(NAMESPACE);
  await kubectl("delete", "clusterworkflowtemplates", "--all");
  await deleteTemplates();
});

const submitted = (template: string, parameters = {}, spec = {}): Promise<string> =>
  submit({ namespace: NAMESPACE, template, parameters, spec });

describe("a container", () => {
  it("has the environment of its pod and nothing else, and only programs of its image", async () => {
    const template = await putProbe({
      script: 'compgen -e; echo --; echo "$HOST"; ls',
      parameters: ["host"],
    });
    const ended = await run({ namespace: NAMESPACE, template, parameters: { host: "db $HOME" } });
    const [names = "", rest] = ended.log.split("--\n");
    const fromBash = ["OLDPWD", "PWD", "SHLVL", "_"];
    const given = names.trimEnd().split("\n");
    expect(given.filter((name) => !fromBash.includes(name))).toEqual(["HOST", "PATH"]);
    expect(rest).toBe("db $HOME\nbash: line 1: ls: command not found\n");
    expect([ended.phase, ended.attempts[0]?.exitCode]).toEqual(["Failed", "127"]);
  });

  it("waits for a Secret that is needed, and says so", async () => {
    const secretKeyRef = { name: "late", key: "word" };
    const env = [{ name: "WORD", valueFrom: { secretKeyRef } }];
    const name = await submitted(await putProbe({ script: 'echo "$WORD"', env }));
    const node = async () => (await statusOf(NAMESPACE, name)).nodes[name];
    await expect
      .poll(async () => (await node())?.message, { timeout: 30_000 })
      .toBe('CreateContainerConfigError: secret "late" not found');
    expect((await node())?.phase).toBe("Pending");
    await kubectl(
      "create",
      "secret",
      "generic",
      "late",
      "-n",
      NAMESPACE,
      "--from-literal=word=hello",
    );
    expect(await untilPhase(NAMESPACE, name)).toMatchObject({ phase: "Succeeded", log: "hello\n" });
  });

  it("is refused by the API server's admission as its pod would be", async () => {
    const securityContext = { allowPrivilegeEscalation: true };
    const lax = await putProbe({ script: "true", container: { securityContext } });
    const ended = await run({ namespace: NAMESPACE, template: lax });
    expect(ended.phase).toBe("Error");
    expect(ended.attempts[0]?.message).toMatch(/violates PodSecurity "restricted:latest"/);
    const strict = await putProbe({ script: "true" });
    const spec = { serviceAccountName: "nobody" };
    const unknown = await run({ namespace: NAMESPACE, template: strict, spec });
    expect(unknown.attempts[0]?.message).toMatch(/serviceaccount "nobody" not found/);
  });
});

describe("a workflow", () => {
  it("is refused with a field that the runner does not know, and nothing runs", async () => {
    const template = await putProbe({ script: "true", template: { timeout: "10s" } });
    const { phase, message, attempts } = await run({ namespace: NAMESPACE, template });
    expect([phase, message, attempts]).toEqual([
      "Error",
      `the sandbox cannot run this workflow: unknown field clusterworkflowtemplate ${template}: spec.templates.0.timeout`,
      [],
    ]);
  });

  it("is refused with an image whose programs are not here", async () => {
    const image = "docker.io/library/alpine:3.22";
    const template = await putProbe({ script: "true", container: { image } });
    const { phase, attempts } = await run({ namespace: NAMESPACE, template });
    expect(phase).toBe("Error");
    expect(attempts[0]?.message).toBe(
      `the sandbox cannot run this workflow: it has the programs of docker.io/library/mysql, docker.io/library/mongo, docker.io/amazon/aws-cli, each with a tag, not of ${image}`,
    );
  });

  it("ends at its deadline, with its container", async () => {
    const name = await submitted(
      await putProbe({ script: SLEEP }),
      {},
      { activeDeadlineSeconds: 3 },
    );
    const pid = await pidOf(NAMESPACE, name);
    const { phase, message } = await untilPhase(NAMESPACE, name);
    expect([phase, message]).toEqual(["Failed", "Step exceeded its deadline"]);
    expect(isThere(pid)).toBe(false);
  });

  it("ends when it is stopped, or deleted, with its container", async () => {
    const template = await putProbe({ script: SLEEP });
    const [stopped, deleted] = await Promise.all([submitted(template), submitted(template)]);
    const pids = await Promise.all([stopped, deleted].map((name) => pidOf(NAMESPACE, name)));
    const terminate = '{"spec": {"shutdown": "Terminate"}}';
    await kubectl("patch", "workflow", stopped, "-n", NAMESPACE, "--type=merge", "-p", terminate);
    await kubectl("delete", "workflow", deleted, "-n", NAMESPACE);
    const { phase, message } = await untilPhase(NAMESPACE, stopped);
    expect([phase, message]).toEqual(["Failed", "Stopped with strategy 'Terminate'"]);
    expect(await pollUntil(() => !pids.some(isThere), 10_000)).toBe(true);
  });

  it("is deleted when its time is over", async () => {
    const spec = { ttlStrategy: { secondsAfterSuccess: 3600 } };
    const name = await submitted(await putProbe({ script: "true", spec }));
    await untilPhase(NAMESPACE, name);
    const finishedAt = new Date(Date.now() - 3_601_000).toISOString();
    const old = JSON.stringify({ status: { finishedAt } });
    await kubectl("patch", "workflow", name, "-n", NAMESPACE, "--type=merge", "-p", old);
    await kubectl("wait", "--for=delete", "--timeout=30s", "-n", NAMESPACE, `workflow/${name}`);
  });
});

describe("the runner", () => {
  it("takes up what a killed one has left, after it has ended the container", async () => {
    const script = `[ -e "$FLAG" ] && exit 0; : >"$FLAG"; ${SLEEP}`;
    const retryStrategy = { limit: "1", expression: 'lastRetry.exitCode not in ["64"]' };
    const template = await putProbe({ script, parameters: ["flag"], template: { retryStrategy } });
    const name = await submitted(template, { flag: join(folder, "flag") });
    const names = { workflow: name, template: "probe", scope: template, retried: true };
    const pid = await pidOf(NAMESPACE, name, podName(names, 0));
    const { directory, servers, tools } = sandbox();
    process.kill(runningProcess(directory, "workflows")?.pid ?? Number.NaN, "SIGKILL");
    await pollUntil(() => !isRunning(directory, "workflows"), 10_000);
    expect(isThere(pid), "it outlives its runner").toBe(true);
    await startRunner(directory, servers, tools);
    const { phase, attempts } = await untilPhase(NAMESPACE, name);
    expect(phase).toBe("Succeeded");
    expect(attempts.map((attempt) => [attempt.phase, attempt.message])).toEqual([
      ["Error", "pod deleted"],
      ["Succeeded", ""],
    ]);
    expect(isThere(pid)).toBe(false);
  });

  it("runs no workflow that another one runs", async () => {
    const log = join(folder, "runs");
    const script = 'echo "$NAME" >>"$LOG"; sleep 1';
    const template = await putProbe({ script, parameters: ["name", "log"] });
    const { tools } = sandbox();
    const workshop = {
      api: workflowApi(kubernetes()),
      clients: tools,
      directory: join(folder, "second"),
    };
    const second = new Runner(workshop, (line) => expect.fail(line));
    const names = Array.from({ length: 8 }, (_, index) => `run ${index}`);
    const started = Promise.all(names.map((name) => submitted(template, { name, log })));
    const ends = started.then((all) => Promise.all(all.map((name) => untilPhase(NAMESPACE, name))));
    let over = false;
    void ends.finally(() => (over = true));
    while (!over) {
      await second.look();
      await sleep(20);
    }
    expect((await ends).map(({ phase }) => phase)).toEqual(names.map(() => "Succeeded"));
    expect(readFileSync(log, "utf8").trimEnd().split("\n").sort()).toEqual(names);
    await second.stop();
  });
});
