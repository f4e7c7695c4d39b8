import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePrograms, kubectlWith, pulumiOn, pulumiWith } from "./support/fake-programs";

const KUBECONFIG = "apiVersion: v1";

let folder: string;
let programs: FakePrograms;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workflow-run-"));
  programs = new FakePrograms(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (environment: Readonly<Record<string, string>> = {}) =>
  programs.start(environment).ended;

const STACK = "--stack organization/openedx/campus";
const RAW = "/apis/argoproj.io/v1alpha1";
const DONE = {
  code: 0,
  stdout: "",
  stderr: expect.stringMatching(
    /^history-mysql: submitted the workflow history-mysql-x7k2p \(mysql-deprovision\)\nhistory-mysql: the workflow history-mysql-x7k2p succeeded after \d+ s\n$/,
  ) as string,
};

describe("node cli/workflow-run", () => {
  it("reaches the cluster by the context that the stack's settings name today", async () => {
    programs.write("pulumi", ...pulumiWith({ context: "campus-admin" }));
    programs.write("kubectl", ...kubectlWith("Succeeded"));
    expect(await run()).toEqual(DONE);
    const options = "kubectl --context=campus-admin --request-timeout=20s";
    expect(programs.calls()).toEqual([
      `pulumi config --json ${STACK} --non-interactive --color=never`,
      `${options} get --raw=${RAW}/clusterworkflowtemplates/mysql-deprovision`,
      expect.stringContaining(`${options} get --raw=${RAW}/namespaces/openedx-operator/workflows?`),
      `${options} create --raw=${RAW}/namespaces/openedx-operator/workflows?fieldValidation=Strict --filename=-`,
      `${options} get --raw=${RAW}/namespaces/openedx-operator/workflows/history-mysql-x7k2p`,
    ]);
  });

  it("or by the kubeconfig, in a file that nobody else can read and that is gone afterwards", async () => {
    programs.write("pulumi", ...pulumiWith({ kubeconfig: KUBECONFIG }));
    const look = `file=\${1#--kubeconfig=}; stat -c "%a" "$file" >>"${folder}/seen"; cat "$file" >>"${folder}/seen"`;
    programs.write("kubectl", ...kubectlWith("Succeeded", look));
    expect(await run()).toEqual(DONE);
    expect(programs.calls().slice(0, 2)).toEqual([
      `pulumi config --json ${STACK} --non-interactive --color=never`,
      `pulumi config get openedx:kubeconfig ${STACK} --non-interactive --color=never`,
    ]);
    const seen = readFileSync(join(folder, "seen"), "utf8").trim().split("\n");
    expect(new Set(seen)).toEqual(new Set(["600", KUBECONFIG]));
    expect(programs.leftovers()).toEqual([]);
  });

  it("or as AWS says today of a cluster that the stack made there", async () => {
    const described = { endpoint: "https://abc.eks.example", certificateAuthority: "Y2E=" };
    programs.write("pulumi", ...pulumiOn("aws", "eu-central-1"));
    programs.write("aws", `echo '${JSON.stringify(described)}'`);
    const look = `cat "\${1#--kubeconfig=}" >"${folder}/seen"`;
    programs.write("kubectl", ...kubectlWith("Succeeded", look));
    expect(await run()).toEqual(DONE);
    expect(programs.calls().slice(0, 2)).toEqual([
      `pulumi config --json ${STACK} --non-interactive --color=never`,
      "aws eks describe-cluster --name campus --region eu-central-1 --query " +
        "cluster.{endpoint:endpoint,certificateAuthority:certificateAuthority.data} --output json",
    ]);
    expect(JSON.parse(readFileSync(join(folder, "seen"), "utf8"))).toMatchObject({
      clusters: [
        {
          cluster: {
            server: "https://abc.eks.example",
            "certificate-authority-data": "Y2E=",
          },
        },
      ],
    });
  });

  it("asks for a cluster that was there already by the name that its cloud knows", async () => {
    programs.write("pulumi", ...pulumiOn("aws", "eu-central-1", "shared"));
    programs.write("aws", "exit 253");
    await run();
    expect(programs.calls()[1]).toContain("aws eks describe-cluster --name shared --region");
    programs.write("pulumi", ...pulumiOn("digitalocean", "nyc3", "shared"));
    programs.write("doctl", "echo '[]'");
    expect((await run()).stdout).toContain(
      "Of the name shared there are 0 Kubernetes clusters in nyc3, where there must be one",
    );
  });

  it("says in AWS' own words why a cluster there is not found", async () => {
    programs.write("pulumi", ...pulumiOn("aws", "eu-central-1"));
    programs.write("aws", "echo 'Unable to locate credentials' >&2; exit 253");
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).toBe(
      "Where the cluster campus is cannot be asked: aws eks describe-cluster --name campus --region eu-central-1: " +
        "Unable to locate credentials\nPut that right and run the same command again. Credentials come from the " +
        "environment, as for the AWS CLI.\n",
    );
  });

  describe("on DigitalOcean", () => {
    const doks = (id: string, region = "nyc3") => ({ id, name: "campus", region });
    const shown = {
      clusters: [
        {
          name: "do-nyc3-campus",
          cluster: { server: "https://abc.k8s.example", "certificate-authority-data": "Y2E=" },
        },
      ],
      users: [{ name: "admin", user: { token: "a-login" } }],
    };
    const write = (clusters: readonly object[] | null) => {
      programs.write("pulumi", ...pulumiOn("digitalocean", "nyc3"));
      programs.write(
        "doctl",
        'case "$*" in',
        `  *list*) echo '${JSON.stringify(clusters)}' ;;`,
        `  *) echo '${JSON.stringify(shown)}' ;;`,
        "esac",
      );
    };

    it("asks doctl for the cluster of the name and region, and for a login each time", async () => {
      write([doks("other", "ams3"), { ...doks("third"), name: "campus-2" }, doks("1b8b2100")]);
      const look = `cat "\${1#--kubeconfig=}" >"${folder}/seen"`;
      programs.write("kubectl", ...kubectlWith("Succeeded", look));
      expect(await run()).toEqual(DONE);
      expect(programs.calls().slice(1, 3)).toEqual([
        "doctl kubernetes cluster list --output json",
        "doctl kubernetes cluster kubeconfig show 1b8b2100 --expiry-seconds 60",
      ]);
      const seen = readFileSync(join(folder, "seen"), "utf8");
      expect(seen).not.toContain("a-login");
      expect(JSON.parse(seen)).toMatchObject({
        clusters: [
          {
            cluster: { server: "https://abc.k8s.example", "certificate-authority-data": "Y2E=" },
          },
        ],
        users: [{ user: { exec: { command: "doctl" } } }],
      });
    });

    it.each([
      [0, null],
      [2, [doks("one"), doks("two")]],
    ])("takes none of %d clusters of the name", async (count, clusters) => {
      write(clusters);
      const { code, stdout } = await run();
      expect(code).toBe(1);
      expect(stdout).toBe(
        `Of the name campus there are ${count} Kubernetes clusters in nyc3, where there must be one: doctl kubernetes ` +
          "cluster list.\nPut that right, or use the token of the right team, and run the same command again.\n",
      );
    });

    it("says in doctl's own words why the cluster is not found", async () => {
      programs.write("pulumi", ...pulumiOn("digitalocean", "nyc3"));
      programs.write("doctl", "echo 'Error: Unable to authenticate you' >&2; exit 1");
      const { code, stdout } = await run();
      expect(code).toBe(1);
      expect(stdout).toBe(
        "Where the cluster campus is cannot be asked: doctl kubernetes cluster list --output json: Error: Unable to " +
          "authenticate you\nPut that right and run the same command again. The token comes from the environment, " +
          "DIGITALOCEAN_ACCESS_TOKEN.\n",
      );
    });
  });

  it("takes the file away when it is told to end", async () => {
    programs.write("pulumi", ...pulumiWith({ kubeconfig: KUBECONFIG }));
    programs.write("kubectl", `echo there >"${folder}/waits"`, "exec sleep 60");
    const { child, ended } = programs.start();
    await vi.waitUntil(() => existsSync(join(folder, "waits")), 10_000);
    expect(programs.leftovers().length).toBe(1);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(143);
    expect(programs.leftovers()).toEqual([]);
  }, 20_000);

  it("takes away what a killed run has left, and nothing of one that runs", async () => {
    programs.write("pulumi", ...pulumiWith({ context: "campus-admin" }));
    programs.write("kubectl", ...kubectlWith("Succeeded"));
    // Process numbers end far below it on Linux: https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html
    for (const name of ["openedx-99999999-abc", `openedx-${process.pid}-def`, "other"]) {
      mkdirSync(join(programs.temporary, name));
      writeFileSync(join(programs.temporary, name, "kubeconfig"), KUBECONFIG);
    }
    expect(await run()).toEqual(DONE);
    expect(programs.leftovers()).toEqual([`openedx-${process.pid}-def`, "other"]);
  });

  it("fails with what the workflow said, on the stream that the engine shows only then", async () => {
    programs.write("pulumi", ...pulumiWith({ context: "campus-admin" }));
    programs.write("kubectl", ...kubectlWith("Failed"));
    const { code, stdout, stderr } = await run();
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^The workflow openedx-operator\/history-mysql-x7k2p \(mysql-deprovision\) failed after \d+ s: No more retries left\n/,
    );
    expect(stderr).toBe(
      "history-mysql: submitted the workflow history-mysql-x7k2p (mysql-deprovision)\n",
    );
  });

  it("goes on where the instance says so, and notes on the namespace what is left", async () => {
    programs.write("pulumi", ...pulumiWith({ context: "campus-admin" }));
    programs.write("kubectl", ...kubectlWith("Failed"));
    const { code, stdout, stderr } = await run({ ON_DEPROVISION_FAILURE: "continue" });
    expect(code).toBe(0);
    expect(stdout).toContain(" failed after ");
    expect(stderr.split("\n").at(-2)).toBe(
      "history-mysql: left behind, as onDeprovisionFailure is continue: database d, user u on mysql:3306",
    );
    const today = new Date().toISOString().slice(0, 10);
    expect(programs.calls().at(-1)).toBe(
      "kubectl --context=campus-admin --request-timeout=20s annotate namespace openedx-operator " +
        `left-behind.openedx.org/history-mysql=${today} database d, user u on mysql:3306 --overwrite`,
    );
  });

  it.each([
    [
      "the cluster does not answer, although it may go on after a failure",
      "echo 'The connection to the server x:6443 was refused' >&2; exit 1",
      "The cluster does not answer: The connection to the server x:6443 was refused\n" +
        "Whether anything was done is not known. Put that right and run the same command again.\n",
    ],
    [
      "the API server refuses",
      'echo "Error from server (Forbidden): you may not" >&2; exit 1',
      "The API server refused: you may not\nPut that right and run the same command again.\n",
    ],
  ])("fails where %s", async (_, line, message) => {
    programs.write("pulumi", ...pulumiWith({ context: "campus-admin" }));
    programs.write("kubectl", line);
    expect(await run({ ON_DEPROVISION_FAILURE: "continue" })).toEqual({
      code: 1,
      stdout: message,
      stderr: "",
    });
  });

  it("says what is missing where there is no kubectl or no pulumi", async () => {
    const missing = (program: string, source: string) =>
      `The program ${program} is not on the PATH of this run, and a workflow cannot be run without it. ` +
      `Install it (${source}) and run the same command again.\n`;
    expect(await run()).toEqual({
      code: 1,
      stdout: missing("pulumi", "https://www.pulumi.com/docs/install/"),
      stderr: "",
    });
    programs.write("pulumi", ...pulumiWith({ context: "campus-admin" }));
    expect((await run()).stdout).toBe(
      missing("kubectl", "https://kubernetes.io/docs/tasks/tools/"),
    );
  });

  it("gives Pulumi's own words where the settings cannot be read", async () => {
    programs.write("pulumi", ...pulumiWith({}));
    expect((await run()).stdout).toBe(
      "The settings of the stack organization/openedx/campus say how its cluster is reached, and cannot be read: " +
        `pulumi config get openedx:kubeconfig ${STACK}: error: configuration key 'kubeconfig' not found for stack 'campus'\n` +
        "Put that right and run the same command again. If the stack was renamed, first run `pulumi up` with all " +
        "instances still in its file.\n",
    );
  });

  it("says what it is for where somebody else starts it", async () => {
    const { code, stdout } = await run({ WORKFLOW_PARAMETERS: '["x"]', OPENEDX_RUN: "x" });
    expect(code).toBe(1);
    expect(stdout).toBe(
      "node cli/workflow-run is for `pulumi up`, which tells it what to run by the environment; missing or wrong: " +
        "WORKFLOW_PARAMETERS. docs/troubleshooting.md says how to run a workflow by hand.\n",
    );
  });
});
