import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../../cli/main";
import { stackFile } from "../stacks/support/stack-file";

const folder = mkdtempSync(join(tmpdir(), "openedx-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(...argv: string[]) {
  const [printed, complained]: [string[], string[]] = [[], []];
  const status = await main(
    argv,
    (text) => printed.push(text),
    (text) => complained.push(text),
  );
  return { status, printed: printed.join("\n"), complained: complained.join("\n") };
}

const SECRETS = { kubeconfig: "{ secure: v1:x }", mysqlAdminPassword: "{ secure: v1:x }" };

describe("openedx check", () => {
  it("accepts a right file, and says how many instances it has", async () => {
    const file = fileOf("Pulumi.right.yaml", stackFile(SECRETS));
    expect(await run("check", file)).toEqual({
      status: 0,
      printed: `${file}: OK, 2 instances`,
      complained: "",
    });
  });

  it("tells of secrets that are not set yet, which is no mistake", async () => {
    const file = fileOf("Pulumi.campus.yaml", stackFile({ instances: "[{ slug: history }]" }));
    expect(await run("check", file)).toEqual({
      status: 0,
      printed: [
        `${file}: OK, 1 instance`,
        "  openedx:kubeconfig is not set in it. Run: pulumi config set --stack campus --secret openedx:kubeconfig < kubeconfig.yaml",
        "  openedx:mysqlAdminPassword is not set in it. Run: pulumi config set --stack campus --secret openedx:mysqlAdminPassword",
      ].join("\n"),
      complained: "",
    });
  });

  it("asks for no secret of the sandbox, which makes its own", async () => {
    const file = fileOf("Pulumi.sandbox.yaml", stackFile({ instances: "[{ slug: history }]" }));
    expect(await run("check", file)).toEqual({
      status: 0,
      printed: `${file}: OK, 1 instance`,
      complained: "",
    });
  });

  it("tells what of the storage is left undone, which is no mistake", async () => {
    const storage =
      "{ kind: s3-compatible, region: x, endpoint: 'http://s3.example.org', network: { cidrs: [10.0.7.0/24] }, iamEndpoint: 'http://iam.example.org', " +
      "access: iam, features: { lifecycle: false } }";
    const file = fileOf("Pulumi.campus.yaml", stackFile({ ...SECRETS, storage }));
    expect(await run("check", file)).toEqual({
      status: 0,
      printed: [
        `${file}: OK, 2 instances`,
        "  openedx:storage.endpoint begins with http://. What is read and written can be seen on its way, and buckets are not closed for plain HTTP.",
        "  openedx:storage.features leaves out lifecycle, publicAccessBlock, encryption. docs/storage.md#features says what that means, and what to set up on the server instead.",
      ].join("\n"),
      complained: "",
    });
  });

  it("goes through all files, and fails if one is wrong", async () => {
    const wrong = fileOf("Pulumi.wrong.yaml", stackFile({ mysql: "{ kind: azure }" }));
    const cut = fileOf("Pulumi.cut.yaml", "");
    const right = fileOf("Pulumi.right.yaml", stackFile(SECRETS));
    expect(await run("check", wrong, cut, right)).toEqual({
      status: 1,
      printed: [
        `${wrong}: 1 setting needs attention:`,
        '  openedx:mysql.kind is "azure".',
        "    Write one of: rds, digitalocean, external.",
        `${cut}: there is no \`config:\` with settings below it.`,
        "    Start from a copy of stacks/Pulumi.example.yaml, or get the file back from Git if it was cut short.",
        `${right}: OK, 2 instances`,
      ].join("\n"),
      complained: "",
    });
  });

  it("prints the same for programs", async () => {
    const file = fileOf("Pulumi.wrong.yaml", stackFile({ ...SECRETS, mysql: "{ kind: azure }" }));
    const { status, printed } = await run("check", "--json", file);
    expect(status).toBe(1);
    expect(JSON.parse(printed)).toEqual({
      files: [
        {
          file,
          ok: false,
          instances: [],
          problems: [
            {
              setting: "openedx:mysql.kind",
              problem: 'is "azure"',
              fix: "Write one of: rds, digitalocean, external.",
            },
          ],
          missingSecrets: [],
          notes: [],
          message: `${file}: 1 setting needs attention:\n  openedx:mysql.kind is "azure".\n    Write one of: rds, digitalocean, external.`,
        },
      ],
    });
  });

  it("takes the committed files where none is named", async () => {
    const { status, printed } = await run("check");
    expect(status).toBe(0);
    expect(printed).toContain("stacks/Pulumi.example.yaml: OK, 2 instances");
    expect(printed).toContain("stacks/Pulumi.sandbox.yaml: OK, 3 instances");
  });

  it("refuses a file that is not there, or that Pulumi would not read", async () => {
    const absent = join(folder, "Pulumi.absent.yaml");
    expect(await run("check", absent)).toMatchObject({
      status: 2,
      complained: expect.stringMatching(
        `^${absent} cannot be read: ENOENT: no such file or directory`,
      ) as unknown,
    });
    expect(await run("check", "campus.yaml")).toMatchObject({
      status: 2,
      complained: expect.stringMatching(
        "^campus.yaml is no stack file: its name must be Pulumi.<stack>.yaml.\n",
      ) as unknown,
    });
  });
});

describe("openedx", () => {
  const help = "Usage: npm run openedx -- <command>";

  it("explains itself and its commands", async () => {
    expect(await run("--help")).toMatchObject({ status: 0, complained: "" });
    expect((await run("--help")).printed).toMatch(
      new RegExp(`^${help}\n\n  check +Checks stack files`),
    );
    expect((await run("check", "--help")).printed).toContain(
      "Usage: npm run openedx -- check [--json]",
    );
  });

  it.each([
    [[], help],
    [["chekc"], `There is no command "chekc".\n\n${help}`],
    [["check", "--jsno"], 'There is no option "--jsno".\n\nUsage: npm run openedx -- check'],
  ])("refuses the command line %j", async (argv, message) => {
    const { status, printed, complained } = await run(...argv);
    expect({ status, printed }).toEqual({ status: 2, printed: "" });
    expect(complained.slice(0, message.length)).toBe(message);
  });
});
