import { createProxy, listen } from "./proxy";
import { RoleBook } from "./roles";

/** The process that stands before one FerretDB, until it is stopped. */
const [port, host, upstreamPort, rolesFile, administrator] = process.argv.slice(2);
if (administrator === undefined || rolesFile === undefined || host === undefined)
  throw new Error("usage: main.ts PORT HOST UPSTREAM-PORT FILE ADMINISTRATOR");
const upstream = { host, port: Number(upstreamPort) };
void listen(createProxy({ upstream, roles: new RoleBook(rolesFile), administrator }), Number(port));
