import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireTools } from "../../sandbox/toolchain/acquire";
import { AWS_CLI_RECIPE } from "../../sandbox/toolchain/aws-cli";
import { provideEntry, type Recipe } from "../../sandbox/toolchain/cache";
import { chartCrds } from "../../sandbox/toolchain/chart-crds";
import { requiredGo } from "../../sandbox/toolchain/go-module";
import { mongoshRecipe } from "../../sandbox/toolchain/mongosh";
import { MYSQL_RECIPE } from "../../sandbox/toolchain/mysql";
import { type Program, programs } from "../../sandbox/toolchain/programs";
import { environmentWith, refusal } from "./support";

const wanted = programs();

/** Puts a stand-in where the cache has the real one. */
async function fill(cache: string, recipe: Recipe, files: Readonly<Record<string, string>>) {
  const make: Recipe["make"] = (folder) => {
    mkdirSync(join(folder, "root"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return Promise.resolve();
  };
  await provideEntry(cache, { ...recipe, make }, { environment: {}, report: () => undefined });
}

/** A machine with the given programs on PATH, and a cache that has everything but these. */
async function setUp(scripts: Readonly<Record<string, string>>, absent: readonly Recipe[] = []) {
  const { PATH, HOME } = environmentWith(scripts);
  const cache = join(HOME, "cache");
  const present = (recipe: Recipe) => !absent.some(({ name }) => name === recipe.name);
  const put = async (recipe: Recipe, files: Readonly<Record<string, string>>) =>
    present(recipe) && (await fill(cache, recipe, files));
  for (const { recipe, file } of Object.values(wanted)) await put(recipe, { [file]: "" });
  const server = { flavor: "mysql", version: "9.7.4" };
  await put(MYSQL_RECIPE, { "server.json": JSON.stringify(server) });
  for (const recipe of [AWS_CLI_RECIPE, mongoshRecipe()]) await put(recipe, {});
  for (const { recipe } of chartCrds()) await put(recipe, { "b.yaml": "", "a.yaml": "" });
  const environment = { PATH, OPENEDX_SANDBOX_CACHE: cache };
  const lines: string[] = [];
  const acquire = () => acquireTools((line) => lines.push(line), environment);
  const platform = `${process.platform}-${process.arch}`;
  const cached = ({ name, version }: Recipe) => join(cache, `${name}-${version}-${platform}`);
  const cachedProgram = ({ file, recipe }: Program) => join(cached(recipe), file);
  return { PATH, cache, cached, cachedProgram, acquire, lines };
}

describe("acquireTools", () => {
  it("finds everything in the cache, and is silent", async () => {
    const { acquire, lines, cached, cachedProgram } = await setUp({});
    const tools = await acquire();
    expect(lines).toEqual([]);
    for (const name of ["pulumi", "etcd", "kubeApiserver", "kubectl", "ferretdb"] as const) {
      expect(tools[name]).toBe(cachedProgram(wanted[name]));
    }
    expect(tools.mysql.root).toBe(join(cached(MYSQL_RECIPE), "root"));
    expect(tools.awsCli.environment["PYTHONHOME"]).toBe(
      join(cached(AWS_CLI_RECIPE), "root", "usr"),
    );
    expect(tools.mongosh.command[1]).toBe(
      join(cached(mongoshRecipe()), "node_modules", "mongosh", "bin", "mongosh.js"),
    );
    for (const { chart, recipe } of chartCrds()) {
      const files = ["a.yaml", "b.yaml"].map((file) => join(cached(recipe), file));
      expect(tools.chartCrds[chart]).toEqual(files);
    }
  });

  it("prefers what is on PATH where it will do", async () => {
    const { PATH, acquire, cachedProgram } = await setUp({
      etcd: "echo etcd Version: 3.5.21",
      kubectl: "echo Client Version: v1.29.0",
      mysqld: `echo "mysqld  Ver 8.4.3 for Linux"`,
      mongosh: "echo 2.5.8",
      aws: "echo aws-cli/1.45.11 Python/3.11.7",
      pulumi: `echo ${wanted.pulumi.recipe.version}`,
    });
    const tools = await acquire();
    expect(tools.etcd).toBe(join(PATH, "etcd"));
    expect(tools.mysql.server).toEqual([join(PATH, "mysqld")]);
    expect(tools.mongosh).toEqual({ command: [join(PATH, "mongosh")], environment: {} });
    expect(tools.awsCli.command[0], "version 1").not.toBe(join(PATH, "aws"));
    expect(tools.kubectl, "too old").toBe(cachedProgram(wanted.kubectl));
    expect(tools.pulumi, "without its language host").toBe(cachedProgram(wanted.pulumi));
  });

  it("asks for Go before anything is made", async () => {
    const { acquire, lines } = await setUp({}, [wanted.etcd.recipe, wanted.pulumi.recipe]);
    const { etcd, pulumi } = wanted;
    expect(await refusal(acquire())).toBe(
      `Neither on PATH nor in the cache: etcd ${etcd.recipe.version}, pulumi ${pulumi.recipe.version}.
Building them needs Go ${requiredGo()} or newer, but there is no usable "go" on PATH.
Next: install Go ${requiredGo()} or newer and run the command again.`,
    );
    expect(lines).toEqual([]);
  });

  it("says what it makes, how large and how long, then builds the short ones first", async () => {
    const go = `case "$1" in env) echo go${requiredGo()};; build) while [ "$1" != -o ]; do shift; done; : > "$2";; esac`;
    const { cache, acquire, lines } = await setUp({ go }, [
      wanted.pulumi.recipe,
      wanted.etcd.recipe,
    ]);
    await acquire();
    const [etcd, pulumi] = [wanted.etcd, wanted.pulumi].map(({ recipe }) => recipe.version);
    expect(lines.map((line) => line.replace(/after \d+ s$/, "after N s"))).toEqual([
      `Getting etcd ${etcd}, pulumi ${pulumi}: about 4 min on two cores and 135 MB in ${cache}, once.`,
      `etcd ${etcd}: started`,
      `etcd ${etcd}: ready after N s`,
      `pulumi ${pulumi}: started`,
      `pulumi ${pulumi}: ready after N s`,
    ]);
  });

  it("keeps what is finished when a later one fails", async () => {
    const go = `case "$1" in env) echo go${requiredGo()};; esac
case "$*" in *etcd*) while [ "$1" != -o ]; do shift; done; : > "$2";; *pulumi*) echo no such host >&2; exit 1;; esac`;
    const { acquire, lines } = await setUp({ go }, [wanted.pulumi.recipe, wanted.etcd.recipe]);
    const { version } = wanted.pulumi.recipe;
    expect(await refusal(acquire())).toBe(
      `pulumi ${version} is missing here, and Go could not fetch the packages of github.com/pulumi/pulumi/pkg/v3/cmd/pulumi:
  no such host
Next: connect this machine to the internet, or set GOPROXY to a module mirror that it reaches, and run the command again. What is finished is kept.`,
    );
    lines.length = 0;
    await refusal(acquire());
    expect(lines[0]).toMatch(/^Getting pulumi v[\d.]+: /);
  });
});
