import { createPrivateKey } from "node:crypto";

/** The parts of an RSA key that Open edX reads, by the names that its settings take them from. */
export type JwtKeyParts = Readonly<
  Record<`JWT_RSA_${"N" | "E" | "D" | "P" | "Q" | "DP" | "DQ" | "QI"}`, string>
>;

/**
 * Splits the key that signs logins into the parts of a JSON Web Key, each base64url.
 *
 * @param pem an RSA private key
 * @throws Error if it is something else
 */
export function jwtKeyParts(pem: string): JwtKeyParts {
  const { n, e, d, p, q, dp, dq, qi } = createPrivateKey(pem).export({ format: "jwk" });
  const part = (value: string | undefined): string => {
    if (value === undefined) throw new Error("the key that signs logins is not an RSA private key");
    return value;
  };
  return {
    JWT_RSA_N: part(n),
    JWT_RSA_E: part(e),
    JWT_RSA_D: part(d),
    JWT_RSA_P: part(p),
    JWT_RSA_Q: part(q),
    JWT_RSA_DP: part(dp),
    JWT_RSA_DQ: part(dq),
    JWT_RSA_QI: part(qi),
  };
}
