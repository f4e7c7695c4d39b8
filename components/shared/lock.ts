import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * Keeps the engine from deleting `guarded` while `closed`.
 *
 * It stands beside what it guards and depends on it, so a deletion meets it first and, refused there, deletes
 * nothing at all; `protect` on the data alone would let everything around the data go before the refusal.
 * Its name is what the refusal shows the operator, so it says what to do. It is declared open or shut, because the
 * step that opens it must find it.
 */
export function lock(
  name: string,
  args: { readonly guarded: pulumi.Resource; readonly closed: boolean },
  opts: { readonly provider: random.Provider },
): random.RandomId {
  return new random.RandomId(
    `${name}-is-protected-set-deletionProtection-false-and-up-first`,
    { byteLength: 1 },
    { provider: opts.provider, protect: args.closed, dependsOn: [args.guarded] },
  );
}
