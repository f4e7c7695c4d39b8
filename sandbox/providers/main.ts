import { join } from "node:path";
import { writePrivateJson } from "../servers/files";
import { serveStandIns, StandInServers, StandInTools } from "./stand-ins";

/**
 * The process that serves all stand-ins. Once they listen, `providers.json` in the sandbox's folder says how the
 * engine attaches to them.
 */
async function main(directory: string, toolsJson: string): Promise<void> {
  const tools = StandInTools.parse(JSON.parse(toolsJson));
  // Not a parameter, as everybody may read those of a process.
  const servers = StandInServers.parse(JSON.parse(process.env.SANDBOX_SERVERS ?? "{}"));
  const served = await serveStandIns({ directory, tools, servers, environment: process.env });
  process.once("SIGTERM", () => {
    for (const standIn of served) standIn.stop();
    process.exit();
  });
  const attach = served.map((standIn) => standIn.attach).join(",");
  writePrivateJson(join(directory, "providers.json"), { attach, pid: process.pid });
}

const [directory, tools] = process.argv.slice(2);
if (directory === undefined || tools === undefined)
  throw new Error("usage: main.ts DIRECTORY TOOLS, the latter as JSON");
main(directory, tools).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
