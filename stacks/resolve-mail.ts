import type { SmtpSettings } from "../components/instance/settings";
import type { InstanceEntry } from "./schema/instances";

type SmtpEntry = InstanceEntry["smtp"];

const PORTS: Readonly<Record<SmtpSettings["security"], number>> = {
  starttls: 587,
  tls: 465,
  none: 25,
};

/**
 * The mail server of an instance; undefined where nobody names one, and Tutor's relay sends.
 *
 * @param layers what the defaults, the size and the instance say, the weakest first
 */
export function resolveSmtp(
  defaults: SmtpEntry,
  ...layers: readonly SmtpEntry[]
): SmtpSettings | undefined {
  const merged = layers.reduce<NonNullable<SmtpEntry>>(
    (below, layer) => ({ ...below, ...layer }),
    defaults ?? {},
  );
  const { host, user, from } = merged;
  if (host === undefined) return undefined;
  const security = merged.security ?? "starttls";
  const port = merged.port ?? PORTS[security];
  // A password is sent to the server that it is for, and to no other.
  const sharesLogin = host === defaults?.host && user === defaults.user;
  return { host, port, security, user, from, sharesLogin };
}
