import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * Stands for all that a stack makes: it depends on the last that is made of each part. It is there for the locks to
 * depend on, without each of them naming every part.
 */
export const wholeStack = (
  parts: readonly pulumi.Resource[],
  opts: { readonly provider: random.Provider },
): random.RandomId =>
  new random.RandomId(
    "whole-stack",
    { byteLength: 1 },
    { provider: opts.provider, dependsOn: [...parts] },
  );

/**
 * Keeps the engine from deleting what it guards while `closed`.
 *
 * It stands beside what it guards and depends on the last that is made of it, and so on all of it. A deletion meets it
 * first and, refused there, deletes nothing at all; `protect` on the data alone would let everything around the data go
 * before the refusal. It depends on the whole stack as well, so that `destroy` does not take the neighbours either.
 * Its name is what the refusal shows the operator, so it says what to do. It is declared open or shut, because the
 * step that opens it must find it.
 */
export function lock(
  name: string,
  args: {
    readonly lastMade: pulumi.Resource;
    readonly stack: pulumi.Resource;
    readonly closed: boolean;
  },
  opts: { readonly provider: random.Provider },
): random.RandomId {
  return new random.RandomId(
    `${name}-is-protected-set-deletionProtection-false-and-up-first`,
    { byteLength: 1 },
    { provider: opts.provider, protect: args.closed, dependsOn: [args.lastMade, args.stack] },
  );
}

/**
 * Keeps a stack that others have instances on from being taken down, and its platform from being replaced or handed over,
 * which the `platform` tells. As for {@link lock}, its name says what to do, and it is declared open or shut.
 */
export const shardsLock = (
  args: {
    readonly stack: pulumi.Resource;
    readonly platform: Readonly<Record<string, string>>;
    readonly closed: boolean;
  },
  opts: { readonly provider: random.Provider },
): random.RandomId =>
  new random.RandomId(
    "openedx-shards-are-listed-destroy-them-and-empty-the-list-and-up-first",
    { byteLength: 1, keepers: { ...args.platform } },
    { provider: opts.provider, protect: args.closed, dependsOn: [args.stack] },
  );

/** What is needed of whatever has a {@link pin}. */
export interface PinArgs {
  /** Whether an instance on it is protected from deletion, which keeps from being changed what the pin holds. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

/**
 * Keeps settings as they are that no data can follow: a server of another kind, or a cluster of another name, has
 * none of the instances' data, so the engine would replace everything with something empty.
 *
 * What uses the server depends on the pin. A changed setting means replacing the pin, which is refused, before
 * anything else is touched, while the server carries an instance that is protected from deletion.
 *
 * It stands beside the server, not below it: a server of another kind is another component, and a pin below that one
 * would be a new one, with the old one refusing to go only when everything has been made again.
 */
export function pin(
  name: string,
  settings: Readonly<Record<string, string>>,
  args: PinArgs,
): random.RandomId {
  return new random.RandomId(
    `${name}-carries-protected-instances-see-docs-moving-data`,
    { byteLength: 1, keepers: { ...settings } },
    { provider: args.random, protect: args.carriesProtected },
  );
}
