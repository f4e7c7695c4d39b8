import { ensureSandbox } from "./sandbox.js";

await ensureSandbox();
