import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instanceNames } from "../../components/shared/names";
import { NETWORK, checked, stackFile } from "./support/stack-file";

/** Slugs that begin alike for longer than any name has room. */
const alike = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{4}$/), { minLength: 2, maxLength: 12 });
const LONG_CLUSTER = "c".repeat(40);

describe("names derived from the longest slugs", () => {
  it("stay different, so that the stack file is accepted", () =>
    fc.assert(
      fc.property(alike, (tails) => {
        const instances = JSON.stringify(tails.map((tail) => ({ slug: "s".repeat(59) + tail })));
        const cluster = `{ kind: existing, name: ${LONG_CLUSTER}, environment: staging, domain: example.org, ${NETWORK} }`;
        return checked(stackFile({ cluster, instances })).problems.length === 0;
      }),
    ));

  it("keep to the limits of what they name, random digits of stems included", () => {
    const names = instanceNames(LONG_CLUSTER, "e".repeat(63), "s".repeat(63));
    const random = "_12345678".length;
    const lengths = Object.fromEntries(
      Object.entries(names).map(([kind, name]) => [kind, String(name).length]),
    );
    expect(lengths).toEqual({
      namespace: 63,
      application: 63,
      databaseUser: 32 - random,
      // Three underscores, those of the digits among them, are escaped in a grant.
      mysqlDatabase: 64 - random - 3,
      mongodbDatabase: 63 - random,
      forumDatabase: 63 - random,
      bucket: 63 - random,
      publicBucket: 63 - random,
      // Redis and Meilisearch take hundreds, so that nothing is cut.
      sharedUser: 40 + 1 + 63,
      storageUser: 64 - random,
    });
  });
});
