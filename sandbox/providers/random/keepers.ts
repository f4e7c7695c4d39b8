import { z } from "zod";

/** Values whose change makes a new random value; the values themselves mean nothing. */
export const keepers = z.record(z.string(), z.string()).optional();
