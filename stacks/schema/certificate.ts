import { text } from "./text";

/** It is public. */
export const caCertificate = text(
  /^(?:-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n*)+$/,
  "a certificate in PEM, all its lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE----- below `|`",
);
