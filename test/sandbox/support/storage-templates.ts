import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteBucketCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  NotFound,
} from "@aws-sdk/client-s3";
import { accessPolicy } from "../../../components/data/storage/policies";
import { iam, s3 } from "./clients";
import { emptyBucket } from "../../../sandbox/providers/s3/empty-bucket";
import { sandbox } from "./sandbox";

/** Parameters of the storage templates for the sandbox's object store. */
export function storageParameters(
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { endpoint } = sandbox().servers.objectStorage;
  return { provider: "s3-compatible", endpoint, "admin-secret": "admin", ...parameters };
}

/** The administrator's keys, as the templates want them in a Secret. */
export function adminKeys(): Readonly<Record<string, string>> {
  const { rootAccessKeyId, rootSecretAccessKey } = sandbox().servers.objectStorage;
  return keys(rootAccessKeyId, rootSecretAccessKey);
}

const keys = (id = "", secret = ""): Readonly<Record<string, string>> => ({
  "access-key-id": id,
  "secret-access-key": secret,
});

/** A user whose key reaches one bucket, as that of an instance does. */
export interface StorageUser {
  readonly keys: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

export async function makeUser(UserName: string, bucket: string): Promise<StorageUser> {
  const PolicyName = "own-bucket";
  const PolicyDocument = JSON.stringify(accessPolicy([`arn:aws:s3:::${bucket}`]));
  await iam().send(new CreateUserCommand({ UserName }));
  await iam().send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName }));
  const AccessKeyId = AccessKey?.AccessKeyId;
  return {
    keys: keys(AccessKeyId, AccessKey?.SecretAccessKey),
    async remove() {
      await iam().send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      await iam().send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
      await iam().send(new DeleteUserCommand({ UserName }));
    },
  };
}

export async function bucketExists(Bucket: string): Promise<boolean> {
  try {
    await s3().send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** How many versions and delete markers a bucket holds, of the first thousand. */
export async function versionsIn(Bucket: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await s3().send(
    new ListObjectVersionsCommand({ Bucket }),
  );
  return Versions.length + DeleteMarkers.length;
}

/** Removes what a test has left. */
export async function removeBucket(Bucket: string): Promise<void> {
  if (!(await bucketExists(Bucket))) return;
  await emptyBucket({ s3: s3() }, Bucket);
  await s3().send(new DeleteBucketCommand({ Bucket }));
}
