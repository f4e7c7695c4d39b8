import type { CloudSite } from "../cloud/control-plane";
import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import { accessKey } from "./access-key";
import { bucket } from "./bucket";
import { bucketCors } from "./bucket-cors";
import { bucketLifecycle } from "./bucket-lifecycle";
import { bucketOwnershipControls } from "./bucket-ownership-controls";
import { bucketPolicy } from "./bucket-policy";
import { bucketVersioning } from "./bucket-versioning";
import { awsClient, type AwsClient } from "./client";
import { inAccount } from "./cloud";
import { bucketEncryption, bucketPublicAccessBlock } from "./recorded-bucket-settings";
import { user } from "./user";
import { userPolicy } from "./user-policy";

/**
 * Stand-in for `@pulumi/aws`: buckets, users, policies and keys on an S3 server with an IAM service, and what else a stack
 * makes there in an account that is a file.
 *
 * @param environment - holds AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the server's administrator
 * @param site - without it there is only what is on the S3 server
 */
export const standIn = (environment: NodeJS.ProcessEnv, site?: CloudSite): StandIn<AwsClient> => ({
  package: "aws",
  version: installedVersion("@pulumi/aws"),
  configure: (configuration) => awsClient(environment, configuration),
  resources: {
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketVersioning:BucketVersioning": bucketVersioning,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketOwnershipControls,
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": bucketCors,
    "aws:s3/bucketPolicy:BucketPolicy": bucketPolicy,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycle,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
      bucketEncryption,
    "aws:iam/user:User": user,
    "aws:iam/userPolicy:UserPolicy": userPolicy,
    "aws:iam/accessKey:AccessKey": accessKey,
  },
  ...(site && inAccount(site)),
});

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [
  "AWS: versitygw stands in for S3 and IAM. It enforces what a key may do with buckets and objects; AWS's own limits, " +
    "quotas and refusals do not exist.",
  "AWS: networks, roles, logs, alarms, keys of encryption, firewalls and all of EKS and RDS are entries of a file. Their inputs " +
    "are checked for the names and kinds that the SDK declares, and for references to what is not there; ids are made up.",
  "AWS: every EKS cluster is the sandbox's API server, without nodes, add-ons or access entries: `aws eks get-token` lets its " +
    "administrator in. RDS is the sandbox's MySQL, reached by RDS' name from workflows only, and not by Amazon's certificate.",
  "AWS: the block of public access, the encryption and the lifecycle of buckets are recorded, not enforced: versitygw " +
    "has none of them. A policy that denies plain HTTP excepts this machine, as versitygw is spoken to without TLS.",
];
