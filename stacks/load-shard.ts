import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ProgramSettings } from "../components/settings";
import { explain, type Problem } from "./problems";
import type { RawStack } from "./raw-stack";
import { instanceSecretKey, type SecretKey, setSecret } from "./schema/secrets";
import { fileOf, type FirstStack, unlisted } from "./shard";
import { nameIn } from "./shard-reference";

/** Name of the one output that is read. */
const OUTPUT = "forShards";

const Told = z.looseObject({
  shards: z.array(z.string()),
  values: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.string().optional()),
});

/** An output of another stack: at most one of the two is there. */
interface Details {
  readonly value?: unknown;
  readonly secretValue?: unknown;
}

const isSilent = ({ value, secretValue }: Details): boolean =>
  value === undefined && secretValue === undefined;

/** What a first stack has told one of its shards. */
export interface ToldByFirst {
  readonly first: FirstStack;
  /** Secret. */
  readonly secretOf: (key: SecretKey) => pulumi.Output<string>;
  /** Secrets that the settings need, and that the first stack did not have when it was last run. */
  readonly missing: (settings: ProgramSettings, shard: RawStack) => readonly Problem[];
}

/**
 * Reads what the first stack of a shard tells, by one reference.
 *
 * @param reference a name, or organization/project/name
 * @throws pulumi.RunError where it tells nothing, cannot be decrypted, or does not list the shard
 */
export async function readFirstStack(stack: string, reference: string): Promise<ToldByFirst> {
  const name = nameIn(reference);
  const output = new pulumi.StackReference("first-stack", { name: fullName(reference) });
  const details: Details = await output.getOutputDetails(OUTPUT);
  const { data: told } = Told.safeParse(details.secretValue);
  if (told === undefined)
    throw refusal(stack, isSilent(details) ? silent(stack, name) : unreadable(name));
  const first = { name, shards: told.shards, values: told.values };
  if (!told.shards.includes(stack)) throw refusal(stack, unlisted(stack, name));
  return {
    first,
    secretOf: (key) =>
      pulumi.secret(output.getOutput(OUTPUT).apply((its) => Told.parse(its).secrets[key] ?? "")),
    missing: (settings, shard) =>
      needed(settings, shard)
        .filter((key) => (told.secrets[key] ?? "") === "")
        .map((key) => ({
          path: [key],
          problem: `was not set when pulumi up was last run, and the shard ${stack} needs it`,
          fix: `Run: ${setSecret(name, key)}, then: pulumi up --stack ${name}`,
        })),
  };
}

const fullName = (reference: string): string =>
  reference.includes("/")
    ? reference
    : [pulumi.getOrganization(), pulumi.getProject(), reference].join("/");

const refusal = (stack: string, problem: Problem): pulumi.RunError =>
  new pulumi.RunError(explain(fileOf(stack), [problem]));

const silent = (stack: string, first: string): Problem => ({
  path: ["cluster", "stack"],
  problem: `is "${first}", which tells shards nothing yet`,
  fix: `Add ${stack} to openedx:shards in ${fileOf(first)}, and run: pulumi up --stack ${first}`,
});

const unreadable = (first: string): Problem => ({
  path: ["cluster", "stack"],
  problem: `is "${first}", and what it tells shards cannot be decrypted here or is not understood`,
  fix:
    `Give both stacks the same passphrase or key (pulumi stack change-secrets-provider), keep them at the same release, and run: ` +
    `pulumi up --stack ${first}`,
});

/** All that a shard may need of its first stack, and what of it these settings do. */
function needed(
  { cluster, mysql, registry, instances }: ProgramSettings,
  { values }: RawStack,
): SecretKey[] {
  const hasOwnLogin = (slug: string): boolean => instanceSecretKey("smtpPassword", slug) in values;
  const needs: readonly (readonly [SecretKey, boolean])[] = [
    ["kubeconfig", cluster.kind === "existing" && cluster.context === undefined],
    ["mysqlAdminPassword", mysql.kind === "external" && mysql.access === "direct"],
    ["registryCredentials", registry !== undefined],
    ["meilisearchMasterKey", instances.some(({ meilisearch }) => meilisearch.kind === "shared")],
    [
      "smtpPassword",
      instances.some(({ slug, smtp }) => smtp?.sharesLogin === true && !hasOwnLogin(slug)),
    ],
  ];
  return needs.flatMap(([key, isNeeded]) => (isNeeded ? [key] : []));
}
