import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * Keeps the engine from deleting what it guards while `closed`.
 *
 * It stands beside what it guards and depends on the last that is made of it, and so on all of it. A deletion meets it
 * first and, refused there, deletes nothing at all; `protect` on the data alone would let everything around the data go
 * before the refusal. Its name is what the refusal shows the operator, so it says what to do. It is declared open or
 * shut, because the step that opens it must find it.
 */
export function lock(
  name: string,
  args: { readonly lastMade: pulumi.Resource; readonly closed: boolean },
  opts: { readonly provider: random.Provider },
): random.RandomId {
  return new random.RandomId(
    `${name}-is-protected-set-deletionProtection-false-and-up-first`,
    { byteLength: 1 },
    { provider: opts.provider, protect: args.closed, dependsOn: [args.lastMade] },
  );
}

/**
 * Keeps `destroy` from deleting anything of a stack while an instance of it is protected. The lock of that instance
 * would not keep the others, nor what they run on. It depends on everything, so `destroy` meets it first.
 */
export function stackLock(
  args: { readonly everything: readonly pulumi.Resource[]; readonly closed: boolean },
  opts: { readonly provider: random.Provider },
): random.RandomId {
  return new random.RandomId(
    "an-instance-of-this-stack-is-protected-set-deletionProtection-false-and-up-first",
    { byteLength: 1 },
    { provider: opts.provider, protect: args.closed, dependsOn: [...args.everything] },
  );
}

/**
 * Keeps settings as they are that no data can follow: a server of another kind, or a cluster of another name, has
 * none of the instances' data, so the engine would replace everything with something empty.
 *
 * What uses the server depends on the pin. A changed setting means replacing the pin, which is refused, before
 * anything else is touched, while the server carries an instance that is protected from deletion.
 */
export function pin(
  name: string,
  args: { readonly settings: Readonly<Record<string, string>>; readonly carriesProtected: boolean },
  opts: { readonly parent: pulumi.Resource; readonly provider: random.Provider },
): random.RandomId {
  return new random.RandomId(
    `${name}-carries-protected-instances-see-docs-moving-data`,
    { byteLength: 1, keepers: { ...args.settings } },
    { parent: opts.parent, provider: opts.provider, protect: args.carriesProtected },
  );
}
