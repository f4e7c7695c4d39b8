import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { OperatorError } from "../../contract";
import type { Properties } from "../value";

/** What the resources of one `digitalocean.Provider` are served with. */
export interface DigitalOceanClient {
  /** Buckets of Spaces. */
  readonly s3: S3Client;
  /** Keys of Spaces, which are users of the sandbox's object store. */
  readonly iam: IAMClient;
}

/** Settings that would lead to another account, for which there is nothing here. */
const REFUSED = ["token", "spacesAccessId", "spacesSecretKey"];

/** What the official plugin takes its credentials from, and where the sandbox's object store is. */
const NEEDED = [
  "DIGITALOCEAN_ACCESS_TOKEN",
  "SPACES_ACCESS_KEY_ID",
  "SPACES_SECRET_ACCESS_KEY",
  "AWS_ENDPOINT_URL_S3",
  "AWS_ENDPOINT_URL_IAM",
] as const;

/** Of all regions of Spaces: https://docs.digitalocean.com/products/spaces/reference/s3-sdk-examples/ */
const SIGNED_FOR = "us-east-1";

/**
 * The object store of the sandbox, whatever the provider is configured for: DigitalOcean is never spoken to. Credentials
 * are in the environment, as with the official plugin; the sandbox knows no tokens, and takes any.
 *
 * @throws OperatorError if the credentials are missing, or in the configuration
 */
export function digitalOceanClient(
  environment: NodeJS.ProcessEnv,
  configuration: Properties,
): DigitalOceanClient {
  const refused = REFUSED.filter((name) => name in configuration);
  if (refused.length > 0)
    throw new OperatorError(
      `digitalocean.Provider: the sandbox has no use for ${refused.join(", ")}`,
    );
  const missing = NEEDED.filter((name) => !environment[name]);
  if (missing.length > 0)
    throw new OperatorError(
      `digitalocean.Provider: not set where the digitalocean stand-in runs: ${missing.join(", ")}`,
    );
  const { SPACES_ACCESS_KEY_ID = "", SPACES_SECRET_ACCESS_KEY = "" } = environment;
  const common = {
    region: SIGNED_FOR,
    credentials: { accessKeyId: SPACES_ACCESS_KEY_ID, secretAccessKey: SPACES_SECRET_ACCESS_KEY },
  };
  return {
    // One host name serves all buckets.
    s3: new S3Client({
      ...common,
      endpoint: environment.AWS_ENDPOINT_URL_S3,
      forcePathStyle: true,
    }),
    iam: new IAMClient({ ...common, endpoint: environment.AWS_ENDPOINT_URL_IAM }),
  };
}
