// Loaded into a program by `node --require`: at its end it writes what it used, as JSON, to file descriptor 3.
// Plain JavaScript, as it runs before anything that reads TypeScript.
"use strict";

const { writeSync } = require("node:fs");

process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));
