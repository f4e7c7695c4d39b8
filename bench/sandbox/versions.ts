import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../sandbox/directories";
import type { RunningSandbox } from "../../sandbox/engine/running";
import { run } from "../../sandbox/toolchain/command";

/** What ran in a sandbox. */
export interface Versions {
  readonly pulumi: string;
  readonly kubernetes: string;
  /** With the name of the product. */
  readonly mysql: string;
  /** Providers, each with its version. */
  readonly standIns: readonly string[];
  readonly officialProviders: readonly string[];
}

const KubernetesVersion = z.object({ serverVersion: z.object({ gitVersion: z.string() }) });
const Package = z.object({ dependencies: z.record(z.string(), z.string()) });

export async function versionsOf({ tools, servers, attach }: RunningSandbox): Promise<Versions> {
  const print = (program: string, ...parameters: readonly string[]) =>
    run(program, parameters, { environment: process.env });
  const kubeconfig = `--kubeconfig=${servers.kubernetes.kubeconfig}`;
  const kubernetes = await print(tools.kubectl, kubeconfig, "version", "--output=json");
  const { flavor, version } = servers.mysql;
  return {
    pulumi: (await print(tools.pulumi, "version")).trim(),
    kubernetes: KubernetesVersion.parse(JSON.parse(kubernetes)).serverVersion.gitVersion,
    mysql: `${{ mysql: "MySQL", mariadb: "MariaDB" }[flavor]} ${version}`,
    ...providers(attach),
  };
}

/** The providers that the program uses: those that the engine attaches to are stand-ins. */
function providers(attach: string): Pick<Versions, "standIns" | "officialProviders"> {
  const text = readFileSync(join(PROJECT_ROOT, "package.json"), "utf8");
  const { dependencies } = Package.parse(JSON.parse(text));
  const attached = new Set(attach.split(",").map((entry) => entry.split(":")[0]));
  const used = Object.entries(dependencies)
    .filter(([name]) => name.startsWith("@pulumi/") && name !== "@pulumi/pulumi")
    .map(([name, version]) => ({ name: name.replace("@pulumi/", ""), version }));
  const titles = (standIn: boolean) =>
    used
      .filter(({ name }) => attached.has(name) === standIn)
      .map(({ name, version }) => `${name} ${version}`);
  return { standIns: titles(true), officialProviders: titles(false) };
}
