import * as pulumi from "@pulumi/pulumi";
import type { ProgramSecrets, ProgramSettings } from "../components/program";
import { keyPairs, smtpPasswords, storageKeys } from "./load-instance-secrets";
import { explain } from "./problems";
import { checkStack, type RawStack } from "./settings";

/**
 * Reads and checks the whole configuration of a stack; nothing else reads it.
 *
 * @throws pulumi.RunError with every problem of the stack file in one message, missing secrets among them
 */
export function loadSettings(
  config = new pulumi.Config("openedx"),
  stack = pulumi.getStack(),
): ProgramSettings {
  const { settings, problems, missingSecrets } = checkStack(rawStack(config, stack));
  const all = [...problems, ...missingSecrets];
  if (settings === undefined || all.length > 0)
    throw new pulumi.RunError(explain(`stacks/Pulumi.${stack}.yaml`, all));
  return settings;
}

/** The secrets that `settings` need, each marked secret. {@link loadSettings} has told which are missing. */
export const loadSecrets = (
  settings: ProgramSettings,
  config = new pulumi.Config("openedx"),
): ProgramSecrets => ({
  kubeconfig:
    settings.cluster.kind === "existing" && settings.cluster.context === undefined
      ? config.requireSecret("kubeconfig")
      : undefined,
  mysqlAdminPassword:
    settings.mysql.kind === "external" ? config.requireSecret("mysqlAdminPassword") : undefined,
  mongodbAdminPassword:
    settings.mongodb.kind === "external" ? config.requireSecret("mongodbAdminPassword") : undefined,
  registryCredentials: settings.registry && config.requireSecret("registryCredentials"),
  meilisearchMasterKey: sharesSearch(settings)
    ? config.requireSecret("meilisearchMasterKey")
    : undefined,
  storageKeys: storageKeys(settings, config),
  smtpPasswords: smtpPasswords(settings, config),
  keyPairs: keyPairs(settings, config),
});

const sharesSearch = ({ instances }: ProgramSettings): boolean =>
  instances.some(({ meilisearch }) => meilisearch.kind === "shared");

function rawStack(config: pulumi.Config, stack: string): RawStack {
  const prefix = `${config.name}:`;
  const own = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  const values = own.map(([key, text]) => [key.slice(prefix.length), valueOf(text)] as const);
  const encrypted = own.map(([key]) => key).filter(isEncrypted);
  return {
    stack,
    values: Object.fromEntries(values),
    encrypted: new Set(encrypted.map((key) => key.slice(prefix.length))),
  };
}

/** Pulumi hands over groups and lists as JSON, and everything else as it was typed. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The SDK knows which keys are encrypted, but its types do not declare the function. */
function isEncrypted(key: string): boolean {
  const runtime: object = pulumi.runtime;
  if (!("isConfigSecret" in runtime) || typeof runtime.isConfigSecret !== "function")
    throw new Error("this version of @pulumi/pulumi does not tell which settings are encrypted");
  return Boolean(Reflect.apply(runtime.isConfigSecret, undefined, [key]));
}
