import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, lastLines, run } from "./command";

const DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Packages to unpack, without root and without installing anything. */
export interface PackageRequest {
  readonly packages: readonly string[];
  /** A Debian suite to take them from, e.g. "sid"; without it they come from the machine's own sources. */
  readonly suite?: string;
  /** Packages that are needed only for what the sandbox does not use, by the start of their name. */
  readonly leaveOut: readonly string[];
  /** Folder that becomes the root of the unpacked files. */
  readonly root: string;
}

/** Names that depend on the processor: of the folder of libraries, and of the loader in it. */
export interface Platform {
  readonly libraries: string;
  readonly loader: string;
}

/** The processors whose packages were tried, as Node.js calls them. */
export const PLATFORMS: Readonly<Record<string, Platform>> = {
  x64: { libraries: "x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2" },
  arm64: { libraries: "aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1" },
};

/**
 * Fetches packages with all that they depend on, whatever the machine has installed, and unpacks them below `root`. apt works
 * on a state of its own, so the machine's stays as it is; it checks signatures and digests as for an installation.
 *
 * @throws CommandError if apt or dpkg fails
 */
export async function unpackPackages(
  request: PackageRequest,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { packages, suite, leaveOut, root } = request;
  const state = `${root}.apt`;
  try {
    const configuration = writePrivateState(state);
    if (suite !== undefined) await useSuite(suite, state, configuration, environment);
    const apt = ["-c", configuration, "-qq"];
    await run("apt-get", [...apt, "update"], { environment });
    const download = [...apt, "-y", "--download-only", "install", ...packages];
    await run("apt-get", download, { environment });
    makeMergedRoot(root);
    for (const archive of archivesIn(state)) {
      if (leaveOut.some((start) => archive.startsWith(start))) continue;
      await run("dpkg-deb", ["-x", join(archivesFolder(state), archive), root], { environment });
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

const archivesFolder = (state: string): string => join(state, "cache", "archives");

const archivesIn = (state: string): string[] =>
  readdirSync(archivesFolder(state)).filter((name) => name.endsWith(".deb"));

/** Writes a state in which nothing is installed, and the configuration that leads apt to it. */
function writePrivateState(state: string): string {
  mkdirSync(join(state, "lists", "partial"), { recursive: true });
  mkdirSync(join(archivesFolder(state), "partial"), { recursive: true });
  writeFileSync(join(state, "status"), "");
  const configuration = join(state, "apt.conf");
  const lines = [
    `Dir::State "${state}";`,
    `Dir::State::status "${join(state, "status")}";`,
    `Dir::Cache "${join(state, "cache")}";`,
    // Pins and a default release of the operator's are meant for the machine.
    `Dir::Etc::Preferences "/dev/null";`,
    `Dir::Etc::PreferencesParts "/dev/null";`,
    `APT::Default-Release "";`,
    `APT::Install-Recommends "false";`,
    `Acquire::Languages "none";`,
    // A source that cannot be reached is a failure at once, not a warning after minutes.
    `APT::Update::Error-Mode "any";`,
    `Acquire::Retries "0";`,
    `Acquire::http::Timeout "15";`,
    `Acquire::https::Timeout "15";`,
    // Hooks that would tell the desktop, or tidy up, after a real update.
    `#clear APT::Update::Post-Invoke;`,
    `#clear APT::Update::Post-Invoke-Success;`,
    `#clear DPkg::Post-Invoke;`,
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`);
  return configuration;
}

/** Replaces the machine's sources by one suite, at the address where the machine gets its own Debian packages. */
async function useSuite(
  suite: string,
  state: string,
  configuration: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const uris = ["-c", configuration, "update", "--print-uris"];
  const address = debianAddress(await run("apt-get", uris, { environment }));
  if (address === undefined)
    throw new Error("this machine's package sources name no Debian archive");
  const list = join(state, "sources.list");
  const signedBy = existsSync(DEBIAN_KEYRING) ? `[signed-by=${DEBIAN_KEYRING}] ` : "";
  writeFileSync(list, `deb ${signedBy}${address} ${suite} main\n`);
  const lines = [`Dir::Etc::SourceList "${list}";`, `Dir::Etc::SourceParts "/dev/null";`];
  writeFileSync(configuration, `${lines.join("\n")}\n`, { flag: "a" });
}

/** The address of Debian's own archive in what `apt-get update --print-uris` prints. */
export function debianAddress(uris: string): string | undefined {
  return /^'([^']+\/debian)\/dists\//m.exec(uris)?.[1];
}

/** Newer packages have everything below /usr, older ones do not; the links give both the same layout. */
function makeMergedRoot(root: string): void {
  for (const folder of ["bin", "sbin", "lib", "lib64"]) {
    mkdirSync(join(root, "usr", folder), { recursive: true });
    symlinkSync(join("usr", folder), join(root, folder));
  }
}

/** The line that tells most: apt marks errors with "E:". */
export function reasonOf(failure: unknown): string {
  if (!(failure instanceof CommandError))
    return failure instanceof Error ? failure.message : String(failure);
  const marked = /^E: (.*)$/m.exec(failure.output)?.[1];
  return marked ?? lastLines(failure.output, 1);
}

/** Removes what a folder holds beside the names. */
export function keepOnly(folder: string, names: readonly string[]): void {
  readdirSync(folder)
    .filter((name) => !names.includes(name))
    .forEach((name) => rmSync(join(folder, name), { recursive: true }));
}
