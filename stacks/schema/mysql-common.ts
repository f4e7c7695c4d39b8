import { flag } from "./text";

/** Of a server that the stack makes. */
export const serverProtection = flag()
  .optional()
  .describe(
    "Unless `external`: while it is `true`, deleting the server is refused. Without it: that of `openedx:cluster`.",
  );
