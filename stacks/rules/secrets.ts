import type { Problem } from "../problems";
import {
  type AnySecretKey,
  INSTANCE_SECRET_NAMES,
  instanceSecretKey,
  SECRET_KEYS,
  type SecretKey,
  setSecret,
  slugInSecretKey,
} from "../schema/secrets";

/** How a secret stands in the configuration. */
export type Secrecy = "encrypted" | "plain";

export interface SecretsContext {
  readonly stack: string;
  /** The secrets that are set. */
  readonly secrets: ReadonlyMap<AnySecretKey, Secrecy>;
  readonly contextGiven: boolean;
  readonly registryGiven: boolean;
  /** Whether the MongoDB server has an administrator whom workflows log in as. */
  readonly mongodbIsExternal: boolean;
  /** Slugs of the instances that need a storage key. @default - that cannot be told, as the settings have a mistake */
  readonly withStorageKey?: readonly string[];
}

/** Secrets that are readable in the stack file, or that nothing uses. */
export function secretProblems(given: SecretsContext): Problem[] {
  const { stack, secrets, contextGiven, registryGiven } = given;
  const plain = [...secrets]
    .filter(([, secrecy]) => secrecy === "plain")
    .map(([key]) => ({
      path: [key],
      problem: "stands in plain text in the stack file",
      fix:
        "Remove the line; if the file was ever shared, change the secret where it is used. " +
        `Then run: ${setSecret(stack, key)}`,
    }));
  const unused: Problem[] = [];
  if (contextGiven && secrets.has("kubeconfig"))
    unused.push({
      path: ["kubeconfig"],
      problem: "is set, and openedx:cluster.context is too",
      fix: `Remove the context, or run: pulumi config rm --stack ${stack} openedx:kubeconfig`,
    });
  if (!registryGiven && secrets.has("registryCredentials"))
    unused.push({
      path: ["registryCredentials"],
      problem: "is set, but openedx:registry is not",
      fix: `Write openedx:registry, or run: pulumi config rm --stack ${stack} openedx:registryCredentials`,
    });
  if (!given.mongodbIsExternal && secrets.has("mongodbAdminPassword"))
    unused.push({
      path: ["mongodbAdminPassword"],
      problem: "is set, but openedx:mongodb.kind is not external",
      fix: `Run: pulumi config rm --stack ${stack} openedx:mongodbAdminPassword`,
    });
  return [...plain, ...unused, ...unusedStorageKeys(given)];
}

function unusedStorageKeys({ stack, secrets, withStorageKey }: SecretsContext): Problem[] {
  if (withStorageKey === undefined) return [];
  return [...secrets.keys()].flatMap((key): Problem[] => {
    const slug = slugInSecretKey(key);
    if (slug === undefined || withStorageKey.includes(slug)) return [];
    return [
      {
        path: [key],
        problem: `is set, but there is no instance "${slug}" whose storage key you give`,
        fix: `Run: pulumi config rm --stack ${stack} openedx:${key}`,
      },
    ];
  });
}

/** Secrets that the program will ask for. */
export function missingSecrets(given: SecretsContext): Problem[] {
  const needed: Record<SecretKey, boolean> = {
    kubeconfig: !given.contextGiven,
    mysqlAdminPassword: true,
    mongodbAdminPassword: given.mongodbIsExternal,
    registryCredentials: given.registryGiven,
    smtpPassword: false,
  };
  const keys = [
    ...SECRET_KEYS.filter((key) => needed[key]),
    ...(given.withStorageKey ?? []).flatMap((slug) =>
      INSTANCE_SECRET_NAMES.map((secret) => instanceSecretKey(secret, slug)),
    ),
  ];
  return keys
    .filter((key) => !given.secrets.has(key))
    .map((key) => ({
      path: [key],
      problem: "is missing",
      fix: `Run: ${setSecret(given.stack, key)}`,
    }));
}
