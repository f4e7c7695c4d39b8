import { z } from "zod";

const ShardCluster = z.looseObject({ kind: z.literal("stack"), stack: z.string().catch("") });

/** The stack that a shard refers to, as it is written: a name, or organization/project/name; undefined for any other stack. */
export const firstStackOf = ({ cluster }: Readonly<Record<string, unknown>>): string | undefined =>
  ShardCluster.safeParse(cluster).data?.stack;

/** Name of the stack that a reference leads to. */
export const nameIn = (reference: string): string => reference.split("/").at(-1) ?? reference;

/**
 * The stack that a reference leads to, as `pulumi --stack` takes it.
 *
 * @param stack that refers to it; its organization and project are taken where the reference has none
 */
export const besideIt = (stack: string, reference: string): string =>
  reference.includes("/") ? reference : [...stack.split("/").slice(0, -1), reference].join("/");
