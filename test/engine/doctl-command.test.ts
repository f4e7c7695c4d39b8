import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { clustersFolder } from "../../sandbox/providers/digitalocean/cloud";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-doctl-command-"));
  mkdirSync(join(directory, "bin"), { recursive: true });
  symlinkSync(join(PROJECT_ROOT, "sandbox", "engine", "doctl"), join(directory, "bin", "doctl"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const doctl = async (command: string): Promise<string> =>
  (await promisify(execFile)(join(directory, "bin", "doctl"), command.split(" "))).stdout;

/** What the stand-in for DigitalOcean writes of a cluster. */
function write(id: string, parts: Readonly<Record<string, string>>): void {
  mkdirSync(clustersFolder(directory), { recursive: true });
  for (const [part, text] of Object.entries(parts))
    writeFileSync(join(clustersFolder(directory), `${id}.${part}.json`), text);
}

describe("the sandbox's doctl command", () => {
  it("lists the clusters, tells where one is, and lets its administrator in", async () => {
    const list = "kubernetes cluster list --output json";
    expect(JSON.parse(await doctl(list))).toEqual([]);
    write("0a1b-1", {
      cluster: '{ "id": "0a1b-1" }\n',
      kubeconfig: "where it is",
      login: "who to be",
    });
    write("0a1b-2", { cluster: '{ "id": "0a1b-2" }\n' });
    expect(JSON.parse(await doctl(list))).toEqual([{ id: "0a1b-1" }, { id: "0a1b-2" }]);
    expect(await doctl("kubernetes cluster kubeconfig show 0a1b-1 --expiry-seconds 60")).toBe(
      "where it is",
    );
    expect(
      await doctl("kubernetes cluster kubeconfig exec-credential --version=v1beta1 0a1b-1"),
    ).toBe("who to be");
  });

  it.each([
    [
      "kubernetes cluster kubeconfig exec-credential --version=v1beta1 other",
      "Error: GET https://api.digitalocean.com/v2/kubernetes/clusters/other: 404 The resource you requested could not be " +
        "found. (In the sandbox: kubernetes cluster kubeconfig exec-credential)\n",
    ],
    [
      "compute droplet list",
      "This is the doctl command of the Open edX sandbox. It knows kubernetes cluster list, kubernetes cluster kubeconfig show " +
        "and kubernetes cluster kubeconfig exec-credential, not: doctl compute droplet list\n",
    ],
  ])("says what it is to everything else: doctl %s", async (command, words) => {
    await expect(doctl(command)).rejects.toMatchObject({ stderr: words });
  });
});
