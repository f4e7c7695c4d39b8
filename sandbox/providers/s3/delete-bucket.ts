import { DeleteBucketCommand } from "@aws-sdk/client-s3";
import type { ObjectStore } from "./buckets";
import { emptyBucket } from "./empty-bucket";
import { NO_BUCKET, unlessGone } from "./errors";

/**
 * Deletes a bucket if it is there.
 *
 * @throws the client's error, as for one with objects where these are not to go with it
 */
export async function deleteBucket(
  store: ObjectStore,
  name: string,
  { withObjects }: { readonly withObjects: boolean },
): Promise<void> {
  if (withObjects) await unlessGone(NO_BUCKET, emptyBucket(store, name));
  await unlessGone(NO_BUCKET, store.s3.send(new DeleteBucketCommand({ Bucket: name })));
}
