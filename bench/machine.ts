import { cpus, loadavg, totalmem } from "node:os";
import { version as sdkVersion } from "@pulumi/pulumi/package.json";

/** What the figures were measured on, in one line. */
export function describeMachine(): string {
  const [processor] = cpus();
  const [load = 0] = loadavg();
  return [
    `${cpus().length} cores (${processor?.model.trim() ?? "unknown"})`,
    `${(totalmem() / 1e9).toFixed(0)} GB of memory`,
    `Node.js ${process.version}`,
    `@pulumi/pulumi ${sdkVersion}`,
    `load average before the start ${load.toFixed(1)}`,
  ].join(", ");
}
