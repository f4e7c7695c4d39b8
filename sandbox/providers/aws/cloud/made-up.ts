import { randomBytes } from "node:crypto";

/** Number of the account that the sandbox plays. */
export const ACCOUNT = "111122223333";

/** An id as EC2 makes them: `vpc-0a1b2c3d4e5f67890`. */
export const ec2Id = (prefix: string): string =>
  `${prefix}-0${randomBytes(9).toString("hex").slice(2)}`;

/** An ARN of the sandbox's account. Without a region for services that have none, such as IAM. */
export const arn = (service: string, region: string, resource: string): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** 20 upper-case letters and digits after a prefix, as IAM makes them. */
export const iamId = (prefix: string): string =>
  prefix + randomBytes(9).toString("hex").slice(0, 17).toUpperCase();
