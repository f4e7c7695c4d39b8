import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AWS_CLI_RECIPE, awsCliOnPath, describeAwsCli } from "../../sandbox/toolchain/aws-cli";
import { describeMongosh, mongoshOnPath, mongoshRecipe } from "../../sandbox/toolchain/mongosh";
import { environmentWith, refusal, temporaryFolder } from "./support";

function setUp(programs: Readonly<Record<string, string>>) {
  const folder = join(temporaryFolder(), "entry");
  mkdirSync(folder);
  return { folder, workshop: { environment: environmentWith(programs), report: () => undefined } };
}

describe("mongosh", () => {
  const recipe = mongoshRecipe();
  const version = recipe.version;

  it("is taken from PATH in its second version only", async () => {
    const second = environmentWith({ mongosh: "echo 2.5.8" });
    const expected = { command: [join(second.PATH, "mongosh")], environment: {} };
    expect(await mongoshOnPath(second)).toEqual(expected);
    expect(await mongoshOnPath(environmentWith({ mongosh: "echo 1.10.6" }))).toBeUndefined();
    expect(await mongoshOnPath(environmentWith({}))).toBeUndefined();
  });

  it("comes from npm as the lock file has it, without scripts, and without what does not run", async () => {
    const npm = `
[ -e package-lock.json ] && [ "$*" = "ci --prefix $PWD --ignore-scripts --omit=optional --no-audit --no-fund" ] || exit 1
/bin/mkdir -p node_modules/mongosh/bin && cd node_modules/mongosh && : > bin/mongosh.js && : > index.d.ts && : > README.md`;
    const { folder, workshop } = setUp({ npm });
    await recipe.make(folder, workshop);
    const [node, script = ""] = describeMongosh(folder).command;
    expect(node).toBe(process.execPath);
    expect(existsSync(script)).toBe(true);
    expect(existsSync(join(folder, "node_modules", "mongosh", "index.d.ts"))).toBe(false);
    expect(existsSync(join(folder, "node_modules", "mongosh", "README.md"))).toBe(false);
  });

  it("says why it cannot be had", async () => {
    const { folder, workshop } = setUp({ npm: "echo npm error network unreachable >&2; exit 1" });
    expect(await refusal(recipe.make(folder, workshop))).toBe(
      `mongosh ${version} is neither on PATH nor in the cache, and npm could not install it:
  npm error network unreachable
Next: connect this machine to the internet, or to a mirror that npm is set to use, and run the command again. What is finished is kept.`,
    );
  });
});

describe("the AWS CLI", () => {
  it("is taken from PATH in its second version only, as that of the templates' image", async () => {
    const second = environmentWith({
      aws: "echo aws-cli/2.31.0 Python/3.13.7 Linux/6.1 exe/x86_64",
    });
    const expected = { command: [join(second.PATH, "aws")], environment: {} };
    expect(await awsCliOnPath(second)).toEqual(expected);
    const first = environmentWith({ aws: "echo aws-cli/1.45.11 Python/3.11.7" });
    expect(await awsCliOnPath(first)).toBeUndefined();
  });

  it("runs by the loader, the Python and the libraries of its own entry", () => {
    const { command, environment } = describeAwsCli("/cache/aws-cli");
    const paths = command.filter((word) => word.startsWith("/"));
    expect(paths.length).toBe(3);
    for (const path of [...paths, environment["PYTHONHOME"], environment["PYTHONPATH"]])
      expect(path).toMatch(/^\/cache\/aws-cli\/root\/usr/);
  });

  it("says why it cannot be had", async () => {
    const { folder, workshop } = setUp({
      "apt-get": "echo E: Failed to fetch trixie >&2; exit 100",
    });
    expect(await refusal(AWS_CLI_RECIPE.make(folder, workshop))).toBe(
      `AWS CLI 2 is neither on PATH nor in the cache, and could not be taken from Debian's packages, suite "trixie": Failed to fetch trixie
Next: install AWS CLI 2 so that "aws" is on PATH, and run the command again.`,
    );
  });
});
