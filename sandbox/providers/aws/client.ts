import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { OperatorError } from "../../contract";
import { jsonAt, type Properties } from "../value";

/** What the resources of one `aws.Provider` are served with. */
export interface AwsClient {
  readonly s3: S3Client;
  readonly iam: IAMClient;
  readonly region: string;
  /** Shown in `tagsAll` of what is in the account; buckets and users do not get them. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

const defaultTagsSchema = z.object({ tags: z.record(z.string(), z.string()) });

const endpointsSchema = z.array(z.object({ s3: z.url().optional(), iam: z.url().optional() }));

/** Settings that would lead to another account or add to what resources say, for which there is nothing here. */
const REFUSED = [
  "accessKey",
  "secretKey",
  "token",
  "profile",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
];

/**
 * The object store that an `aws.Provider` is configured for, with the credentials of the environment, as with the
 * official plugin.
 *
 * It never speaks to AWS: where it is not told the addresses of the object store it refuses, and no file with credentials
 * is read.
 *
 * @throws OperatorError if an address or the credentials are missing
 */
export function awsClient(environment: NodeJS.ProcessEnv, configuration: Properties): AwsClient {
  const { s3, iam } = endpointsOf(environment, configuration);
  const refused = REFUSED.filter((name) => name in configuration);
  if (refused.length > 0)
    throw new OperatorError(`aws.Provider: the sandbox has no use for ${refused.join(", ")}`);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey)
    throw new OperatorError(
      "aws.Provider: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set where the aws stand-in runs",
    );
  const region = z.string().min(1).safeParse(configuration.region).data;
  if (region === undefined) throw new OperatorError("aws.Provider: region is missing");
  const common = { region, credentials: { accessKeyId, secretAccessKey } };
  return {
    region,
    defaultTags: defaultTagsSchema.safeParse(jsonAt(configuration, "defaultTags")).data?.tags ?? {},
    // One host name serves all buckets.
    s3: new S3Client({ ...common, endpoint: s3, forcePathStyle: true }),
    iam: new IAMClient({ ...common, endpoint: iam }),
  };
}

/** What the program says comes before the environment, as with the official plugin. */
function endpointsOf(
  environment: NodeJS.ProcessEnv,
  configuration: Properties,
): { s3: string; iam: string } {
  const [given] = endpointsSchema.safeParse(jsonAt(configuration, "endpoints")).data ?? [];
  const s3 = given?.s3 ?? environment.AWS_ENDPOINT_URL_S3;
  const iam = given?.iam ?? environment.AWS_ENDPOINT_URL_IAM;
  if (s3 !== undefined && iam !== undefined) return { s3, iam };
  throw new OperatorError(
    "the aws stand-in speaks only to the sandbox's object store, and nothing tells where that is: " +
      "AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL_IAM are not set where it runs",
  );
}
