import * as pulumi from "@pulumi/pulumi";
import type { ProgramSecrets, ProgramSettings } from "../components/settings";
import { knowsMysqlPassword } from "./cloud-kinds";
import { stackAtHand } from "./files-at-hand";
import { keyPairs, smtpPasswords, storageKeys } from "./load-instance-secrets";
import { readFirstStack } from "./load-shard";
import { explain, settingPath } from "./problems";
import type { SecretKey } from "./schema/secrets";
import { checkStack, type CheckedStack, type RawStack } from "./settings";
import { asFirst, fileOf, fleetOf } from "./shard";
import { firstStackOf } from "./shard-reference";

/** All that the program needs. */
export interface LoadedStack {
  readonly settings: ProgramSettings;
  readonly secrets: ProgramSecrets;
}

/** Reads a secret of the stack, or of its first stack. */
export type SecretReader = (key: SecretKey) => pulumi.Output<string>;

/**
 * Reads and checks the whole configuration of a stack, and of a shard also what its first stack tells it; nothing else
 * reads either.
 *
 * @throws pulumi.RunError with every problem in one message
 */
export async function loadStack(
  config = new pulumi.Config("openedx"),
  stack = pulumi.getStack(),
): Promise<LoadedStack> {
  const raw = rawStack(config, stack);
  const reference = firstStackOf(raw.values);
  if (reference === undefined) {
    const settings = loadSettings(config, stack);
    return { settings, secrets: loadSecrets(settings, config) };
  }
  const { first, secretOf, missing } = await readFirstStack(stack, reference);
  const checked = checkStack(raw, fleetOf(stack, first, stackAtHand));
  const settings = accepted(stack, checked);
  const absent = missing(settings, raw);
  if (absent.length > 0) throw new pulumi.RunError(explain(fileOf(first.name), absent));
  return { settings, secrets: loadSecrets(settings, config, secretOf) };
}

/**
 * The settings of a stack that is no shard.
 *
 * @throws pulumi.RunError with every problem of the stack file in one message, missing secrets among them
 */
export function loadSettings(
  config = new pulumi.Config("openedx"),
  stack = pulumi.getStack(),
): ProgramSettings {
  const raw = rawStack(config, stack);
  return accepted(stack, checkStack(raw, fleetOf(stack, asFirst(raw), stackAtHand)));
}

function accepted(
  stack: string,
  { settings, problems, missingSecrets, warnings }: CheckedStack,
): ProgramSettings {
  const all = [...problems, ...missingSecrets];
  if (settings === undefined || all.length > 0)
    throw new pulumi.RunError(explain(fileOf(stack), all));
  for (const { path, problem, fix } of warnings)
    void pulumi.log.warn(`${settingPath(path)} ${problem}. ${fix}`);
  return settings;
}

/**
 * The secrets that `settings` need, each marked secret. Whoever has read these has told which are missing.
 *
 * @param secretOf reads those that a shard has of its first stack. @default - they are the stack's own
 */
export const loadSecrets = (
  settings: ProgramSettings,
  config = new pulumi.Config("openedx"),
  secretOf: SecretReader = (key) => config.requireSecret(key),
): ProgramSecrets => ({
  kubeconfig:
    settings.cluster.kind === "existing" && settings.cluster.context === undefined
      ? secretOf("kubeconfig")
      : undefined,
  mysqlAdminPassword: needsMysqlLogin(settings) ? secretOf("mysqlAdminPassword") : undefined,
  mongodbAdminPassword:
    settings.mongodb.kind === "external" && settings.firstStack === undefined
      ? secretOf("mongodbAdminPassword")
      : undefined,
  registryCredentials: settings.registry && secretOf("registryCredentials"),
  meilisearchMasterKey: sharesSearch(settings) ? secretOf("meilisearchMasterKey") : undefined,
  ...(settings.shards && { smtpPasswordForShards: config.getSecret("smtpPassword") }),
  storageKeys: storageKeys(settings, config),
  smtpPasswords: smtpPasswords(settings, config, secretOf),
  keyPairs: keyPairs(settings, config),
});

/** What workflows log in with is in the operator namespace when a shard comes. */
const needsMysqlLogin = ({ mysql, firstStack }: ProgramSettings): boolean =>
  !knowsMysqlPassword(mysql.kind, "existing" in mysql) &&
  (firstStack === undefined || (mysql.kind === "external" && mysql.access === "direct"));

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
