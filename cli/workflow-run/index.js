// What `node cli/workflow-run` starts, as the state of stacks says for each run. So this path stays, whatever comes
// of the program itself. Plain JavaScript, as it is there to make TypeScript run.
"use strict";

require("ts-node/register/transpile-only");
require("./main");
