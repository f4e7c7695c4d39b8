// Makes `npm run sandbox` and `npm test` work on a fresh clone: installs the packages where they are missing or older
// than the lock file. Plain JavaScript without packages, as it runs before there are any.
"use strict";

const { spawnSync } = require("node:child_process");
const { statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");

const modified = (file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs;

/** npm writes its own list last, so it is as old as the newest installation. */
function packagesAreCurrent() {
  const installed = modified("node_modules/.package-lock.json");
  return installed !== undefined && installed >= (modified("package-lock.json") ?? 0);
}

if (!packagesAreCurrent()) {
  console.log("Installing the packages of package-lock.json (300 MB, about a minute)");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error(
      'The packages could not be installed: see above. Run "npm ci" by itself once the cause is gone.',
    );
    process.exit(1);
  }
}

// The rest of the command line is a script of this project and its parameters: `bootstrap.js sandbox/main.ts up`.
const [script, ...parameters] = process.argv.slice(2);
if (script !== undefined) {
  process.argv = [process.argv[0], join(root, script), ...parameters];
  require("ts-node").register({ transpileOnly: true, project: join(root, "tsconfig.json") });
  require(join(root, script));
}
