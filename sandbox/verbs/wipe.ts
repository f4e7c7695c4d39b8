import { wipe as wipeServers } from "../servers";
import type { Verb } from "./verb";

/** Stops everything and deletes the sandbox's folder. The cache of programs stays. */
export const wipe: Verb = async ({ directory, report }) => {
  await wipeServers(directory, report);
  report(`Deleted ${directory}`);
  return 0;
};
