import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { recordedNames, stopProcess } from "../../sandbox/servers/process";

/** Gives each test folders of its own; after it, what was started in them is stopped and they are removed. */
export function temporaryDirectories(): () => string {
  const made: string[] = [];
  afterEach(async () => {
    for (const directory of made.splice(0)) {
      for (const name of recordedNames(directory)) await stopProcess(directory, name);
      rmSync(directory, { recursive: true, force: true });
    }
  });
  return () => {
    const directory = mkdtempSync(join(realpathSync(tmpdir()), "openedx-servers-"));
    made.push(directory);
    return directory;
  };
}
