import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tools } from "../contract";
import type { Recipe, Workshop } from "./cache";
import { run } from "./command";
import { goBuild, goDownload } from "./go";
import { pinnedVersion, readGoModule } from "./go-module";
import { isAtLeast, isRelease, parseVersion, type Version } from "./versions";

/** The programs that are a single file, built from Go sources. */
export type ProgramName = Exclude<keyof Tools, "mysql" | "awsCli" | "mongosh" | "chartCrds">;

/** One program: which copy on PATH will do, and how to make our own. */
export interface Program {
  /** Name of its file, on PATH and in its entry. */
  readonly file: string;
  readonly versionArguments: readonly string[];
  /** Programs that must be on PATH beside it. */
  readonly companions: readonly string[];
  /** Whether a copy of that version will do. */
  readonly suits: (found: Version) => boolean;
  readonly recipe: Recipe;
}

/** Every program. Sizes and times were measured on two cores with nothing compiled before. */
export function programs(): Readonly<Record<ProgramName, Program>> {
  return {
    pulumi: pulumi(),
    etcd: etcd(),
    kubeApiserver: kubernetes("kube-apiserver", 100),
    kubeControllerManager: kubernetes("kube-controller-manager", 90),
    kubectl: {
      ...kubernetes("kubectl", 75),
      versionArguments: ["version", "--client"],
      // It only reads, and what it reads is served alike by all of these.
      suits: (found) =>
        isRelease(found) && found.major === 1 && found.minor >= 30 && found.minor < 40,
    },
    versitygw: versitygw(),
    ferretdb: ferretdb(),
  };
}

interface Cost {
  readonly megabytes: number;
  readonly seconds: number;
}

function pulumi(): Program {
  const module = readGoModule("pulumi");
  const version = pinnedVersion(module, "github.com/pulumi/pulumi/pkg/v3");
  return {
    file: "pulumi",
    versionArguments: ["version"],
    // Without it the engine cannot run a program, and would try to fetch it.
    companions: ["pulumi-language-nodejs"],
    suits: noOlderThan(version),
    recipe: goRecipe("pulumi", version, { megabytes: 110, seconds: 200 }, module.folder, {
      command: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      // The Automation API refuses an engine that does not know its version.
      variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version },
    }),
  };
}

function etcd(): Program {
  const module = readGoModule("etcd");
  const command = "go.etcd.io/etcd/server/v3";
  const version = pinnedVersion(module, command);
  return {
    file: "etcd",
    versionArguments: ["--version"],
    companions: [],
    // The pinned API server asks for 3.5 at least.
    suits: noOlderThan("3.5.0"),
    recipe: goRecipe("etcd", version, { megabytes: 25, seconds: 30 }, module.folder, {
      command,
      variables: {},
    }),
  };
}

function kubernetes(file: string, megabytes: number): Program {
  const module = readGoModule("kubernetes");
  const version = pinnedVersion(module, "k8s.io/kubernetes");
  const pinned = parsed(version);
  // The first of the three compiles what all share; each counts a third of the whole.
  const cost: Cost = { megabytes, seconds: 80 };
  return {
    file,
    versionArguments: ["--version"],
    companions: [],
    // API server and controller manager must be of one minor version, and their flags are those of that one.
    suits: (found) =>
      isRelease(found) && found.major === pinned.major && found.minor === pinned.minor,
    recipe: goRecipe(file, version, cost, module.folder, {
      command: `k8s.io/kubernetes/cmd/${file}`,
      // `kubectl version` fails where server or client do not know theirs.
      variables: {
        "k8s.io/component-base/version.gitVersion": version,
        "k8s.io/component-base/version.gitMajor": `${pinned.major}`,
        "k8s.io/component-base/version.gitMinor": `${pinned.minor}`,
        "k8s.io/client-go/pkg/version.gitVersion": version,
      },
    }),
  };
}

function versitygw(): Program {
  const module = readGoModule("versitygw");
  const version = pinnedVersion(module, "github.com/versity/versitygw");
  return {
    file: "versitygw",
    versionArguments: ["--version"],
    companions: [],
    suits: noOlderThan(version),
    recipe: goRecipe("versitygw", version, { megabytes: 60, seconds: 50 }, module.folder, {
      command: "github.com/versity/versitygw/cmd/versitygw",
      variables: { "main.Version": version },
    }),
  };
}

function ferretdb(): Program {
  const module = readGoModule("ferretdb");
  const path = "github.com/FerretDB/FerretDB";
  const version = pinnedVersion(module, path);
  const title = `ferretdb ${version}`;
  return {
    file: "ferretdb",
    versionArguments: ["--version"],
    companions: [],
    // Version 2 needs a PostgreSQL server; the pinned one keeps its data in SQLite.
    suits: noOlderThan(version),
    recipe: {
      name: "ferretdb",
      version,
      megabytes: 30,
      seconds: 40,
      needsGo: true,
      async make(folder, { environment }) {
        // The program reads its version from a file that its sources lack, and Go's module cache is not to be written to; so
        // it is built in a copy, whose own go.sum is covered by the digest in ours.
        const sources = join(folder, "sources");
        const original = await goDownload(title, module, path, environment);
        await run("cp", ["-R", "--no-preserve=mode", original, sources], { environment });
        writeFileSync(join(sources, "build", "version", "version.txt"), `${version}\n`);
        const output = join(folder, "ferretdb");
        const command = `${path}/cmd/ferretdb`;
        await goBuild({ title, folder: sources, command, variables: {}, output }, environment);
        rmSync(sources, { recursive: true });
      },
    },
  };
}

/** A recipe that builds one command of a pinned module. */
function goRecipe(
  name: string,
  version: string,
  cost: Cost,
  folder: string,
  source: { command: string; variables: Readonly<Record<string, string>> },
): Recipe {
  const make = (entry: string, { environment }: Workshop) => {
    const output = join(entry, name);
    return goBuild({ title: `${name} ${version}`, folder, output, ...source }, environment);
  };
  return { name, version, ...cost, needsGo: true, make };
}

/** Releases from `least` on, within its major version: the next one may have changed what it understands. */
function noOlderThan(least: string): (found: Version) => boolean {
  const { major, minor } = parsed(least);
  return (found) =>
    isRelease(found) &&
    found.major === major &&
    isAtLeast(found, { major, minor, patch: 0, suffix: "" });
}

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`"${text}" is no version`);
  return version;
}
