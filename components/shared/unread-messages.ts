import { log } from "@pulumi/pulumi";

/**
 * Keeps Pulumi's SDK from telling the engine what it is about to do: three messages for each resource, one at a time,
 * which take longer than the registrations themselves. The engine shows them to `pulumi up --debug` only, and with them
 * every generated password, as the last of the three holds the whole answer of the provider. What the engine and the
 * providers have to say to `--debug` stays, and so do warnings and errors. To be called once, before anything is made.
 */
export function skipUnreadMessages(): void {
  Object.assign(log, { debug: () => Promise.resolve() });
}
