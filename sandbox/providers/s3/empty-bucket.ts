import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { OperatorError } from "../../contract";
import { sameValue } from "../value";
import type { ObjectStore } from "./buckets";

/**
 * Deletes all versions of all objects, the marks of deleted ones, and unfinished uploads.
 *
 * @throws OperatorError if something stays
 */
export async function emptyBucket(store: ObjectStore, bucket: string): Promise<void> {
  await abortUploads(store, bucket);
  // Each round starts from the top of the list, where what was deleted is missing.
  let before: readonly Version[] = [];
  for (;;) {
    const versions = await firstVersions(store, bucket);
    if (versions.length === 0) return;
    if (sameValue(keysOf(versions), keysOf(before))) throw stays(versions);
    await deleteVersions(store, bucket, versions);
    before = versions;
  }
}

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

const keysOf = (versions: readonly Version[]): string[] =>
  versions.flatMap(({ Key, VersionId }) => [Key, VersionId]);

/** At most 1000, as many as one request deletes. */
async function firstVersions({ s3 }: ObjectStore, bucket: string): Promise<Version[]> {
  // Characters that XML cannot carry come encoded, where the server knows how: versitygw does not.
  const request = new ListObjectVersionsCommand({ Bucket: bucket, EncodingType: "url" });
  const { Versions = [], DeleteMarkers = [], EncodingType } = await s3.send(request);
  const decoded = (key: string): string =>
    EncodingType === "url" ? decodeURIComponent(key.replaceAll("+", " ")) : key;
  return [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId = "null" }) => ({
    Key: decoded(Key),
    VersionId,
  }));
}

async function deleteVersions(
  { s3 }: ObjectStore,
  bucket: string,
  versions: readonly Version[],
): Promise<void> {
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [...versions], Quiet: true } }),
  );
  const [first] = Errors;
  if (first)
    throw new OperatorError(
      `${Errors.length} of ${versions.length} object versions cannot be deleted, the first of them ` +
        `"${first.Key}": ${first.Code}: ${first.Message}`,
    );
}

async function abortUploads({ s3 }: ObjectStore, bucket: string): Promise<void> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  for (const { Key, UploadId } of Uploads)
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
}

const stays = (versions: readonly Version[]): OperatorError =>
  new OperatorError(
    `the server says that it has deleted "${versions[0]?.Key}" and still lists it; ` +
      "delete the object by other means and run again",
  );
