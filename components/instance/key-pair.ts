import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { RunError } from "@pulumi/pulumi";

/** A certificate and its key as they were given, and what they are for. */
export interface GivenKeyPair {
  readonly slug: string;
  /** Of the certificate, in the settings. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** PEM: the certificate itself, then those that it is signed by. */
  readonly certificate: string;
  /** PEM, without a passphrase. */
  readonly key: string;
}

/**
 * Refuses a pair that would not serve its hosts. Whether it has expired is not asked, as the answer would change while
 * nothing else does.
 *
 * @throws RunError naming the secrets, with all that is wrong; it repeats nothing of them but public host names
 */
export function checkKeyPair(pair: GivenKeyPair): Pick<GivenKeyPair, "certificate" | "key"> {
  const { slug, name, hosts } = pair;
  const [certificate, key] = [parsedCertificate(pair.certificate), parsedKey(pair.key)];
  const setting = (secret: string): string => `openedx:${secret}-${slug}-${name}`;
  const problems: string[] = [];
  if (certificate === undefined)
    problems.push(`${setting("tlsCertificate")} is no certificate in PEM. ${RULE.certificate}`);
  if (key === undefined)
    problems.push(`${setting("tlsKey")} is no private key in PEM. ${RULE.key}`);
  if (certificate !== undefined && key !== undefined && !certificate.checkPrivateKey(key))
    problems.push(
      `${setting("tlsKey")} is not the key of ${setting("tlsCertificate")}. ${RULE.pair}`,
    );
  if (certificate !== undefined)
    for (const host of hosts.filter((each) => certificate.checkHost(each) === undefined))
      problems.push(
        `${setting("tlsCertificate")} does not serve ${host}, but ${servedBy(certificate)}. ${RULE.host}`,
      );
  if (problems.length > 0) throw new RunError(problems.join("\n"));
  return { certificate: pair.certificate, key: pair.key };
}

const RULE = {
  certificate:
    "Set it again, the certificate of the host first and then those that it is signed by.",
  key: "Set it again, without a passphrase.",
  pair: "Set both again; the first certificate in the file must be that of the host.",
  host: "Set one that does, or remove the host from the certificate's hosts.",
};

/** The first certificate of the text; OpenSSL leaves the others alone. */
function parsedCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function parsedKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

const servedBy = ({ subjectAltName }: X509Certificate): string => {
  const names = (subjectAltName ?? "").split(", ").flatMap((name) => name.split("DNS:")[1] ?? []);
  return names.length === 0 ? "no host at all" : names.join(", ");
};
