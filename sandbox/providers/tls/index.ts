import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import { privateKey } from "./private-key";

/** Stand-in for `@pulumi/tls`: what it makes lives in the state alone, so nothing of it is simulated. */
export const standIn: StandIn<object> = {
  package: "tls",
  version: installedVersion("@pulumi/tls"),
  // The plugin's only setting is a proxy for fetching certificates, which no resource here does.
  configure: () => ({}),
  resources: { "tls:index/privateKey:PrivateKey": privateKey },
};

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [];
