import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import * as pulumi from "@pulumi/pulumi";
import type { AccessOptions } from "../contract";
import { rotatedName } from "../../shared/rotation";
import { accessPolicy } from "./policies";
import type { GuardedBucket, S3BucketArgs, S3Options } from "./s3-server";

/**
 * Makes a user whose only key reaches these buckets and no other.
 *
 * What he may do is a policy of the user, not of the buckets: AWS refuses a bucket's policy that names a user it has not
 * heard of yet everywhere, and forgets him when he is made again.
 */
export function createBucketKey(
  name: string,
  args: S3BucketArgs,
  buckets: readonly GuardedBucket[],
  { dependsOn, ...opts }: S3Options & AccessOptions,
): AccessKey {
  const { region, kmsKeyArn } = args.server;
  const user = new User(
    `${name}-user`,
    // `forceDestroy` takes keys along that somebody made by hand; without it they would block the removal.
    { name: args.user, path: "/openedx/", forceDestroy: true, tags: args.tags },
    { ...opts, dependsOn },
  );
  const arns = pulumi.all(buckets.map(({ bucket }) => bucket.arn));
  const kmsKey = kmsKeyArn === undefined ? undefined : { arn: kmsKeyArn, region };
  const policy = new UserPolicy(
    `${name}-policy`,
    {
      user: user.name,
      name: "own-bucket",
      policy: pulumi.jsonStringify(arns.apply((known) => accessPolicy(known, kmsKey))),
    },
    opts,
  );
  return new AccessKey(
    rotatedName(`${name}-key`, args.keyRotation),
    { user: user.name },
    {
      ...opts,
      dependsOn: [policy, ...buckets.flatMap(({ guards }) => guards)],
    },
  );
}
