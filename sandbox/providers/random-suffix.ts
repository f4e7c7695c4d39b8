import { createHash } from "node:crypto";

/**
 * Letters and digits for a name that the program leaves to the provider. The engine gives the same seed in the
 * preview and in the deployment, so both show the same name.
 *
 * @param length - at most 64
 */
export const randomSuffix = (seed: Uint8Array, length: number): string =>
  createHash("sha256").update(seed).digest("hex").slice(0, length);
