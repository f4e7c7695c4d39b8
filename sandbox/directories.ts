import { homedir } from "node:os";
import { join } from "node:path";

/** Root of the checkout. */
export const PROJECT_ROOT = join(__dirname, "..");

/**
 * Folder of this checkout's sandbox: data, logs, state, process numbers. Two checkouts have two, so they never meet.
 * `OPENEDX_SANDBOX_DIR` moves it, which the tests use to have one of their own.
 */
export const sandboxDirectory = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment.OPENEDX_SANDBOX_DIR ?? join(PROJECT_ROOT, ".sandbox");

/** Folder of the programs that were built or unpacked, shared by all checkouts of this user. */
export const cacheDirectory = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment.OPENEDX_SANDBOX_CACHE ??
  join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "openedx-sandbox");
