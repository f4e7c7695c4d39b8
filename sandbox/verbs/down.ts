import { stopServers } from "../servers";
import type { Verb } from "./verb";

/** Stops everything that runs; the data stay, and the next `up` finds them. */
export const down: Verb = async ({ directory, report }) => {
  await stopServers(directory, report);
  return 0;
};
