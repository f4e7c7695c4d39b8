import { section, wholeNumber } from "./text";

const times = (what: string) =>
  wholeNumber(0, 10_000).optional().describe(`${what} Without it: 0.`);

export const rotation = section({
  seed: times(
    "What all the others but `storage` and `jwt` are derived from: raised after the stack's state has got out.",
  ),
  mysql: times("Passwords of its MySQL users, those of plugins too."),
  mongodb: times("Password of its MongoDB user."),
  storage: times("Key that reaches its buckets."),
  redis: times("Password that it logs in to a shared Redis with."),
  meilisearch: times("Keys of its search."),
  jwt: times("Key that signs logins between its services."),
  secretKey: times("Key that Django signs sessions and links with; everybody logs in anew."),
  cmsOauth: times("Secret that Studio logs in to the LMS with."),
}).describe(
  "How often each kind of secret has been changed. Raise a number by one and run `pulumi up` to change it; never lower one, " +
    "as that brings an old secret back. See docs/rotating-secrets.md.",
);
