import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grantPattern } from "../../../components/data/mysql/grant-pattern";
import {
  bounded,
  instanceNames,
  objectName,
  pluginDatabaseNames,
  suffixed,
} from "../../../components/shared/names";

const LONG_CLUSTER = "the-university-of-a-very-long-name";
const SUFFIX = "0a1b2c3d";

/** Slugs that begin alike, as only these can collide once they are cut. */
const slug = () =>
  fc
    .tuple(
      fc.constantFrom("", "the-faculty-of-natural-sciences-"),
      fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/),
    )
    .map(([prefix, rest]) => prefix + rest);

describe("bounded", () => {
  it("keeps a name that fits as it is", () => {
    expect(bounded(63, "-", "campus", "history")).toBe("campus-history");
  });

  it("cuts a longer one and ends it with a hash of the whole", () => {
    expect(bounded(24, "_", "a_cluster_of_some_length", "history")).toBe(
      "a_cluster_of_so_e7d5e022",
    );
  });

  it("never ends the readable part with a separator", () => {
    expect(bounded(20, "-", "abcdefghij", "klmnopqrstuvwxyz")).toMatch(/^abcdefghij-[0-9a-f]{8}$/);
  });

  it("is never longer than it may be, and tells any two names apart", () => {
    fc.assert(
      fc.property(fc.tuple(slug(), slug()), fc.integer({ min: 16, max: 63 }), ([a, b], max) => {
        const [one, other] = [
          bounded(max, "-", LONG_CLUSTER, a),
          bounded(max, "-", LONG_CLUSTER, b),
        ];
        return one.length <= max && (a === b) === (one === other);
      }),
    );
  });

  it("refuses a length that leaves nothing to read", () => {
    expect(() => bounded(15, "-", "a")).toThrow(
      new RangeError("a name of 15 characters is too short to cut"),
    );
  });
});

describe("names of objects in Kubernetes", () => {
  it("are those that they are made of, where Kubernetes takes them", () => {
    expect(objectName(57, "history-mysql")).toBe("history-mysql");
  });

  it("are always taken, and differ where those that they are made of differ", () => {
    const parts = () => fc.stringMatching(/^[a-z][a-z0-9_-]{0,40}$/);
    const name = () => fc.tuple(slug(), parts()).map(([a, b]) => `${a}-mysql-${b}0`);
    fc.assert(
      fc.property(name(), name(), fc.constantFrom(57, 253), (one, other, max) => {
        const [a, b] = [objectName(max, one), objectName(max, other)];
        const isTaken = a.length <= max && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(a);
        return isTaken && (one === other) === (a === b);
      }),
    );
    expect(objectName(57, "x-mysql-mysql_y")).not.toBe(objectName(57, "x-mysql-mysql-y"));
    expect(objectName(57, "x-mysql-y_")).toMatch(/^x-mysql-y--[0-9a-f]{8}$/);
  });
});

describe("names of MySQL databases", () => {
  it("can be granted, however many underscores the grant has to escape", () => {
    const parts = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
    fc.assert(
      fc.property(fc.tuple(parts, parts), ([cluster, name]) => {
        const stems = [
          instanceNames(cluster, "test", name).mysqlDatabase,
          pluginDatabaseNames(cluster, name, "xqueue").database,
        ];
        return stems.every((stem) => grantPattern(suffixed(stem, "_", SUFFIX)).length <= 64);
      }),
    );
    const hyphens = instanceNames("campus", "test", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o").mysqlDatabase;
    expect(grantPattern(suffixed(hyphens, "_", SUFFIX)).length).toBeLessThanOrEqual(64);
  });
});

describe("instanceNames", () => {
  it("names what belongs to an instance after cluster and slug", () => {
    expect(instanceNames("campus", "production", "history-lab")).toEqual({
      namespace: "history-lab",
      application: "history-lab-production",
      databaseUser: "campus_history_lab",
      mysqlDatabase: "campus_history_lab_openedx",
      mongodbDatabase: "campus_history_lab_openedx",
      forumDatabase: "campus_history_lab_forum",
      bucket: "campus-history-lab-openedx",
      publicBucket: "campus-history-lab-public",
      sharedUser: "campus_history-lab",
      storageUser: "campus-history-lab",
    });
  });

  it("gives no two instances names on shared services of which one begins with the other", () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/);
    fc.assert(
      fc.property(fc.tuple(name, name), fc.tuple(name, name), (a, b) => {
        const [one = "", other = ""] = [a, b].map(
          ([cluster, slug]) => `${instanceNames(cluster, "test", slug).sharedUser}_`,
        );
        return a.join(" ") === b.join(" ") || !other.startsWith(one);
      }),
    );
  });

  it("keeps every server's limit, random digits included, and no two instances alike", () => {
    const limits = {
      namespace: 63,
      application: 63,
      databaseUser: 32,
      mysqlDatabase: 64,
      mongodbDatabase: 63,
      forumDatabase: 63,
      bucket: 63,
      publicBucket: 63,
      storageUser: 64,
    };
    fc.assert(
      fc.property(slug(), slug(), (a, b) => {
        const [one, other] = [a, b].map((each) => instanceNames(LONG_CLUSTER, "production", each));
        return Object.entries(limits).every(([key, limit]) => {
          const name = one?.[key as keyof typeof limits] ?? "";
          const placed =
            key === "namespace" || key === "application" ? name : suffixed(name, "-", SUFFIX);
          return (
            placed.length <= limit && (a === b || name !== other?.[key as keyof typeof limits])
          );
        });
      }),
    );
  });
});

describe("pluginDatabaseNames", () => {
  it("names what a plugin has after cluster, slug and plugin", () => {
    expect(pluginDatabaseNames("campus", "art-lab", "notes")).toEqual({
      user: "campus_art_lab__notes",
      database: "campus_art_lab__notes",
    });
  });

  it("keeps MySQL's limits, random digits included, and no two alike, whatever is cut", () => {
    const plugin = fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/);
    fc.assert(
      fc.property(slug(), slug(), plugin, plugin, (a, b, first, second) => {
        const one = pluginDatabaseNames(LONG_CLUSTER, a, first);
        const other = pluginDatabaseNames(LONG_CLUSTER, b, second);
        const same = a === b && first === second;
        return (
          suffixed(one.user, "_", SUFFIX).length <= 32 &&
          suffixed(one.database, "_", SUFFIX).length <= 64 &&
          (one.user === other.user) === same &&
          (one.database === other.database) === same
        );
      }),
    );
  });

  it("are never those of an instance, unless a slug has two hyphens together", () => {
    const plugin = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
    fc.assert(
      fc.property(slug(), slug(), plugin, (a, b, name) => {
        const { databaseUser, mysqlDatabase } = instanceNames(LONG_CLUSTER, "production", a);
        const { user, database } = pluginDatabaseNames(LONG_CLUSTER, b, name);
        return databaseUser !== user && mysqlDatabase !== database;
      }),
    );
  });
});
