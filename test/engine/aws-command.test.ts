import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../sandbox/directories";
import { clustersFolder } from "../../sandbox/providers/aws/cloud";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "openedx-aws-command-"));
  for (const folder of [join(directory, "bin"), clustersFolder(directory)])
    mkdirSync(folder, { recursive: true });
  symlinkSync(join(PROJECT_ROOT, "sandbox", "engine", "aws"), join(directory, "bin", "aws"));
  writeFileSync(join(clustersFolder(directory), "campus.cluster.json"), "where it is");
  writeFileSync(join(clustersFolder(directory), "campus.login.json"), "who to be");
});
afterAll(() => rmSync(directory, { recursive: true }));

const aws = async (command: string): Promise<string> =>
  (await promisify(execFile)(join(directory, "bin", "aws"), command.split(" "))).stdout;

describe("the sandbox's aws command", () => {
  it("tells where a cluster is, and lets its administrator in", async () => {
    expect(await aws("eks describe-cluster --name campus --region eu-central-1")).toBe(
      "where it is",
    );
    expect(await aws("eks get-token --cluster-name campus --output json")).toBe("who to be");
  });

  it.each([
    [
      "eks get-token --cluster-name other",
      "An error occurred (ResourceNotFoundException): No cluster found for name: other. (In the sandbox: eks get-token)\n",
    ],
    [
      "s3 ls",
      "This is the aws command of the Open edX sandbox. It knows eks get-token and eks describe-cluster, not: aws s3 ls\n",
    ],
  ])("says what it is to everything else: aws %s", async (command, words) => {
    await expect(aws(command)).rejects.toMatchObject({ stderr: words });
  });
});
