import { delimiter } from "node:path";
import type { Servers } from "../contract";
import { enginePaths, configFile } from "./paths";

/** What the engine needs in its environment, whoever starts it. */
export interface EngineEnvironment {
  readonly directory: string;
  /** `package:port` of each stand-in, as `PULUMI_DEBUG_PROVIDERS` takes it. */
  readonly attach: string;
}

/**
 * Operations that the engine has under way at once. Among the fastest of what was measured (docs/performance.md): a namespace
 * takes 5 s to go, and more at once overlap.
 */
const PARALLEL = 64;

export function engineEnvironment({
  directory,
  attach,
}: EngineEnvironment): Record<string, string> {
  const paths = enginePaths(directory);
  return {
    PATH: [paths.commands, process.env.PATH].join(delimiter),
    PULUMI_HOME: paths.home,
    // The backend replaces a file of the state at once, but writes the metadata beside it in place: an engine that is
    // killed there leaves it empty, and then nobody can read the state ("failed to load checkpoint: EOF").
    PULUMI_BACKEND_URL: `file://${paths.state}?metadata=skip`,
    // The whole state is written at every step; compressed it is a quarter (docs/performance.md).
    PULUMI_DIY_BACKEND_ZSTD: "true",
    PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
    PULUMI_DEBUG_PROVIDERS: attach,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_PARALLEL: String(PARALLEL),
  };
}

/** What the engine of a stack hands on to its plugins, and they to what they start. */
export const pluginEnvironment = (directory: string, stack: string): Record<string, string> => ({
  ...engineEnvironment({ directory, attach: "" }),
  // kubectl keeps a cache in the home folder, and without one in the folder that it is started in.
  HOME: directory,
  PULUMI_OPTION_CONFIG_FILE: configFile(directory, stack),
});

/** What a shell needs beside that, so that plain `pulumi` and `kubectl` work on the sandbox. */
export const shellEnvironment = (
  engine: EngineEnvironment,
  servers: Servers,
  stack: string,
): Record<string, string> => ({
  ...engineEnvironment(engine),
  PULUMI_STACK: stack,
  // Every flag of the engine can be given as a variable: this is `--config-file`.
  PULUMI_OPTION_CONFIG_FILE: configFile(engine.directory, stack),
  KUBECONFIG: servers.kubernetes.kubeconfig,
  ...cloudCredentials(servers),
});

/**
 * A provider takes the credentials of a cloud from its environment, so a stand-in and `openedx recover` do. The
 * operator's own are out of the way: a profile would come before these, a session token would be added to them. The
 * addresses lead the providers of AWS and DigitalOcean, which have none in the settings, to the sandbox's object store.
 */
export const cloudCredentials = ({ objectStorage }: Servers): Record<string, string> => ({
  AWS_ENDPOINT_URL_S3: objectStorage.endpoint,
  AWS_ENDPOINT_URL_IAM: objectStorage.iamEndpoint,
  AWS_ACCESS_KEY_ID: objectStorage.rootAccessKeyId,
  AWS_SECRET_ACCESS_KEY: objectStorage.rootSecretAccessKey,
  AWS_PROFILE: "",
  AWS_SESSION_TOKEN: "",
  SPACES_ACCESS_KEY_ID: objectStorage.rootAccessKeyId,
  SPACES_SECRET_ACCESS_KEY: objectStorage.rootSecretAccessKey,
  // Nothing here asks for a token.
  DIGITALOCEAN_ACCESS_TOKEN: "sandbox",
});

/**
 * Takes the operator's own Pulumi settings out of an environment: nothing that is meant for a real stack, such as a
 * backend or a passphrase, may reach the sandbox.
 */
export function forgetOwnPulumi(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith("PULUMI_") || name === "KUBECONFIG") delete environment[name];
  }
}
