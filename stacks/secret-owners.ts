import type { InstanceSettings } from "../components/instance/settings";
import type { ReadableStack } from "./read";
import type { SecretOwners } from "./rules/secrets";
import { certificateOwner } from "./schema/secrets";

/** Who has which of the secrets that instances have. */
export function secretOwners(stack: ReadableStack): SecretOwners {
  const withStorageKey = storageKeyOwners(stack);
  const withCertificate = settingsOf(stack)?.flatMap(({ slug, certificates }) =>
    certificates.map(({ name }) => certificateOwner(slug, name)),
  );
  const withMailLogin = mailLogins(stack)?.map(({ slug }) => slug);
  return {
    smtpPassword: withMailLogin,
    storageAccessKey: withStorageKey,
    storageSecretKey: withStorageKey,
    tlsCertificate: withCertificate,
    tlsKey: withCertificate,
  };
}

/** Slugs of the instances that log in to the mail server of the defaults, and as the user of the defaults. */
export const sharingMailLogin = (stack: ReadableStack): readonly string[] | undefined =>
  mailLogins(stack)?.flatMap(({ slug, smtp }) => (smtp?.sharesLogin === true ? [slug] : []));

/** Of the instances that log in to a mail server. */
const mailLogins = (stack: ReadableStack): readonly InstanceSettings[] | undefined =>
  settingsOf(stack)?.filter(({ smtp }) => smtp?.user !== undefined);

function storageKeyOwners({ storage, instances }: ReadableStack): readonly string[] | undefined {
  if (storage === undefined) return undefined;
  const given = storage.kind === "s3-compatible" && storage.access === "given";
  return given ? instances.flatMap(({ slug }) => slug ?? []) : [];
}

/** Of all instances, or nothing: a mistake in one may hide whose a secret is. */
function settingsOf({ instances }: ReadableStack): readonly InstanceSettings[] | undefined {
  const settings = instances.flatMap((instance) => instance.settings ?? []);
  return settings.length === instances.length ? settings : undefined;
}
