import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { join } from "node:path";
import { z } from "zod";
import { accessPolicy, bucketPatterns } from "../../components/data/storage/policies";
import { instanceNames } from "../../components/shared/names";
import { instanceSecretKey } from "../../stacks/schema/secrets";
import { OperatorError, type Servers } from "../contract";
import { readJson, writePrivateJson } from "../servers/files";
import type { StackConfig } from "./config";
import { PROJECT } from "./paths";

const Storage = z.looseObject({ access: z.string().optional() }).catch({});
const Cluster = z.looseObject({ name: z.string() });
const Instances = z.array(z.looseObject({ slug: z.string() }));

const Key = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
type Key = z.infer<typeof Key>;

/**
 * Plays the operator of a server whose keys are given: makes a key for each instance, as docs/storage.md says, and keeps
 * them in a file, as their secret halves are told once.
 *
 * @returns the secrets of the stack by their full keys; none where the server makes the keys
 */
export async function givenKeys(
  config: StackConfig,
  servers: Servers,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  if (Storage.parse(config["openedx:storage"]).access !== "given") return {};
  const { name: cluster } = Cluster.parse(config["openedx:cluster"]);
  const file = join(directory, "given-keys.json");
  const keys = { ...readJson(file, z.record(z.string(), Key)) };
  const secrets: Record<string, string> = {};
  for (const { slug } of Instances.parse(config["openedx:instances"])) {
    const user = `given-${cluster}-${slug}`;
    const key = (keys[user] ??= await makeKey(servers, user, { cluster, slug }));
    writePrivateJson(file, keys);
    secrets[`${PROJECT}:${instanceSecretKey("storageAccessKey", slug)}`] = key.accessKeyId;
    secrets[`${PROJECT}:${instanceSecretKey("storageSecretKey", slug)}`] = key.secretAccessKey;
  }
  return secrets;
}

async function makeKey(
  { objectStorage }: Servers,
  user: string,
  { cluster, slug }: { readonly cluster: string; readonly slug: string },
): Promise<Key> {
  const iam = new IAMClient({
    endpoint: objectStorage.iamEndpoint,
    region: objectStorage.region,
    credentials: {
      accessKeyId: objectStorage.rootAccessKeyId,
      secretAccessKey: objectStorage.rootSecretAccessKey,
    },
  });
  // The environment is part of Argo CD's names only.
  const policy = accessPolicy(bucketPatterns(instanceNames(cluster, "", slug)));
  await iam.send(new CreateUserCommand({ UserName: user }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: user,
      PolicyName: "own-buckets",
      PolicyDocument: JSON.stringify(policy),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new OperatorError(`the sandbox's IAM service gave no key for ${user}`);
  return { accessKeyId, secretAccessKey };
}
