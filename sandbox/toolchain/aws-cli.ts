import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ClientProgram, OperatorError } from "../contract";
import type { Recipe, Workshop } from "./cache";
import { run } from "./command";
import { keepOnly, PLATFORMS, reasonOf, unpackPackages } from "./debian-packages";
import { askOnPath } from "./on-path";

/** The suite of Debian that is stable and has version 2; npm, PyPI and Go have none. */
const SUITE = "trixie";

/** That suite's. */
const PYTHON = "python3.13";

/** Wanted for reading help pages, which nothing here does. */
const UNUSED_PACKAGES = ["groff-base", "perl", "libperl", "media-types", "debconf", "sensible-"];

/** Services whose calls it can make; the descriptions of all others would take as much room again. */
const SERVICES = ["s3", "iam", "sts"];

/** The file of a service's description that makes the service one of the CLI's commands. */
const DESCRIPTION = "service-2.json";

const NEXT_STEP = `Next: install AWS CLI 2 so that "aws" is on PATH, and run the command again.`;

/** The machine's own AWS CLI, if it is of version 2, as the image in the workflow templates is. */
export async function awsCliOnPath(
  environment: NodeJS.ProcessEnv,
): Promise<ClientProgram | undefined> {
  const found = await askOnPath("aws", ["--version"], environment);
  return found?.version.major === 2 ? { command: [found.path], environment: {} } : undefined;
}

/** Takes AWS CLI 2 out of Debian's packages, with the Python that it is written for. */
export const AWS_CLI_RECIPE: Recipe = {
  name: "aws-cli",
  version: SUITE,
  megabytes: 60,
  seconds: 25,
  needsGo: false,
  async make(folder, { environment }) {
    const root = join(folder, "root");
    try {
      await unpackPackages(
        { packages: ["awscli", "libc6"], suite: SUITE, leaveOut: UNUSED_PACKAGES, root },
        environment,
      );
      removeUnused(root);
      await compile(folder, environment);
    } catch (failure) {
      throw new OperatorError(
        `AWS CLI 2 is neither on PATH nor in the cache, and could not be taken from Debian's packages, ` +
          `suite "${SUITE}": ${reasonOf(failure)}\n${NEXT_STEP}`,
      );
    }
  },
};

/** How to run the AWS CLI of a finished entry: by its own loader, as its C library is not the machine's. */
export function describeAwsCli(folder: string): ClientProgram {
  const { python, environment } = pythonOf(folder);
  return { command: [...python, "-s", "-P", "-m", "awscli"], environment };
}

interface Python {
  readonly python: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

function pythonOf(folder: string): Python {
  const platform = PLATFORMS[process.arch];
  if (platform === undefined) {
    const known = Object.keys(PLATFORMS).join(", ");
    throw new OperatorError(
      `AWS CLI 2 is not on PATH, and its packages are used on the processors ${known} only, not on ${process.arch}.\n${NEXT_STEP}`,
    );
  }
  const usr = join(folder, "root", "usr");
  const libraries = join(usr, "lib", platform.libraries);
  return {
    python: [
      join(libraries, platform.loader),
      ...["--library-path", libraries],
      join(usr, "bin", PYTHON),
    ],
    environment: {
      PYTHONHOME: usr,
      PYTHONPATH: join(usr, "lib", "python3", "dist-packages"),
      // The entry stays as it was written down.
      PYTHONDONTWRITEBYTECODE: "1",
    },
  };
}

function removeUnused(root: string): void {
  keepOnly(root, ["usr", "lib", "lib64"]);
  const usr = join(root, "usr");
  keepOnly(usr, ["bin", "lib", "lib64"]);
  keepOnly(join(usr, "bin"), [PYTHON]);
  const cli = join(usr, "lib", "python3", "dist-packages", "awscli");
  for (const folder of ["examples", join("data", "ac.index")])
    rmSync(join(cli, folder), { recursive: true, force: true });
  // It does not start without the names of all services.
  readdirSync(join(cli, "botocore", "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.includes("/botocore/data/"))
    .filter(({ parentPath }) => !SERVICES.includes(basename(dirname(parentPath))))
    .forEach(({ parentPath, name }) => {
      const file = join(parentPath, name);
      if (name === DESCRIPTION) writeFileSync(file, "{}");
      else rmSync(file);
    });
}

/** Python compiles what it loads; done once, each later run takes a third of the time. */
async function compile(folder: string, environment: Workshop["environment"]): Promise<void> {
  const { python, environment: own } = pythonOf(folder);
  const [loader = "", ...options] = python;
  const modules = [PYTHON, "python3"].map((name) => join(folder, "root", "usr", "lib", name));
  // Without a look at the sources' times, which a copy of the cache would change.
  const how = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"];
  await run(loader, [...options, "-s", ...how, ...modules], {
    environment: { ...environment, ...own },
  });
}
