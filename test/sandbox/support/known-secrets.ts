import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { credentials } from "./fleet";
import { sandbox } from "./sandbox";
import type { KnownSecret } from "./secret-scan";

/** What an instance's Secret holds that anybody may know: names, and the half of the key that verifies. */
const PUBLIC = [
  "OPENEDX_MYSQL_USERNAME",
  "MONGODB_USERNAME",
  "OPENEDX_AWS_ACCESS_KEY",
  "JWT_RSA_N",
  "JWT_RSA_E",
];

/** Secret values that the Secret of an instance holds. One that is not set is empty. */
export async function secretsOfInstance(namespace: string): Promise<readonly KnownSecret[]> {
  const values = Object.entries(await credentials(namespace));
  return values
    .filter(([key, value]) => !PUBLIC.includes(key) && value !== "")
    .map(([key, value]) => ({ name: `${namespace} ${key}`, value }));
}

/** Outputs that are secret, by type. */
const SECRET_OUTPUTS: Readonly<Partial<Record<string, readonly string[]>>> = {
  "random:index/randomBytes:RandomBytes": ["hex", "base64"],
  "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
  "tls:index/privateKey:PrivateKey": ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"],
  "aws:iam/accessKey:AccessKey": ["secret"],
};

const Deployment = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({
        urn: z.string(),
        type: z.string(),
        outputs: z.record(z.string(), z.unknown()).default({}),
      }),
    ),
  }),
});
const Encrypted = z.object({ plaintext: z.string() });

/** What was generated, from what `pulumi stack export --show-secrets` prints. */
export function generatedSecrets(exported: string): readonly KnownSecret[] {
  const { resources } = Deployment.parse(JSON.parse(exported)).deployment;
  return resources.flatMap(({ urn, type, outputs }) =>
    (SECRET_OUTPUTS[type] ?? []).map((output) => {
      const { plaintext } = Encrypted.parse(outputs[output]);
      const name = `${urn.split("::").at(-1)} ${output}`;
      return { name, value: z.string().parse(JSON.parse(plaintext)) };
    }),
  );
}

/** What the administrators of the sandbox's servers log in with, and what the state is encrypted with. */
export function administratorSecrets(): readonly KnownSecret[] {
  const { directory, servers } = sandbox();
  const read = (file: string): string => readFileSync(join(directory, file), "utf8");
  const keys = readdirSync(join(directory, "pki")).filter((file) => file.endsWith(".key"));
  return [
    { name: "administrator of MySQL", value: servers.mysql.adminPassword },
    { name: "administrator of storage", value: servers.objectStorage.rootSecretAccessKey },
    { name: "passphrase", value: read("passphrase") },
    { name: "registry credentials", value: Buffer.from("sandbox:sandbox").toString("base64") },
    ...keys.map((key) => ({ name: `private ${key}`, value: read(join("pki", key)) })),
  ];
}
