import { HeadBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { NO_BUCKET, unlessGone } from "./errors";

/** A client of the object store; clients of clouds have one. */
export interface ObjectStore {
  readonly s3: S3Client;
}

/** Whether the bucket is there. @throws the client's error if the server does not say so */
export async function bucketExists({ s3 }: ObjectStore, name: string): Promise<boolean> {
  const found = await unlessGone(NO_BUCKET, s3.send(new HeadBucketCommand({ Bucket: name })));
  return found !== undefined;
}
