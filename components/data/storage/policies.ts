/** An IAM policy document: what a user may do or, with principals, what may be done to a bucket. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  /** Everybody, logged in or not. Absent in the policy of a user. */
  readonly Principal?: "*";
  readonly Action: string | readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const document = (...statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

const objectsOf = (bucketArn: string): string => `${bucketArn}/*`;

/**
 * The buckets of an instance before they are made: their names end in 8 digits that nobody knows yet.
 *
 * @param stems see `instanceNames`
 */
export const bucketPatterns = (stems: {
  readonly bucket: string;
  readonly publicBucket: string;
}): string[] => [stems.bucket, stems.publicBucket].map((stem) => `arn:aws:s3:::${stem}-????????`);

/**
 * What Open edX does with its buckets: it lists, reads, writes and deletes objects. Old versions stay out of its reach,
 * so that a stolen key cannot destroy what versioning keeps; so do access lists, which could make an object public.
 *
 * @param kmsKey with which the objects are encrypted; it serves S3 on behalf of the user and nothing else
 */
export const accessPolicy = (
  bucketArns: readonly string[],
  kmsKey?: { readonly arn: string; readonly region: string },
): PolicyDocument =>
  document(
    {
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
      Resource: bucketArns,
    },
    {
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
      ],
      Resource: bucketArns.map(objectsOf),
    },
    ...(kmsKey === undefined ? [] : [useOfKey(kmsKey)]),
  );

const useOfKey = ({
  arn,
  region,
}: {
  readonly arn: string;
  readonly region: string;
}): PolicyStatement => ({
  Effect: "Allow",
  Action: ["kms:GenerateDataKey", "kms:Decrypt"],
  Resource: [arn],
  // In China the host name goes on with .cn.
  Condition: { StringLike: { "kms:ViaService": `s3.${region}.amazonaws.com*` } },
});

/** Nobody may use the bucket by plain HTTP, not even with the right to. */
export const tlsOnlyPolicy = (bucketArn: string): PolicyDocument =>
  document(denyPlainHttp(bucketArn));

/**
 * Everybody may read each object by its name, and nobody may list the names.
 *
 * @param tlsOnly whether plain HTTP is denied
 */
export const publicReadPolicy = (bucketArn: string, tlsOnly: boolean): PolicyDocument =>
  document(
    {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: [objectsOf(bucketArn)],
    },
    ...(tlsOnly ? [denyPlainHttp(bucketArn)] : []),
  );

const denyPlainHttp = (bucketArn: string): PolicyStatement => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucketArn, objectsOf(bucketArn)],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
