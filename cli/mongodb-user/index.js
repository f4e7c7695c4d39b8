// What `node cli/mongodb-user` starts, as the state of stacks says for each user on a managed MongoDB of DigitalOcean. So
// this path stays, whatever comes of the program itself. Plain JavaScript, as it is there to make TypeScript run.
"use strict";

require("ts-node/register/transpile-only");
require("./main");
