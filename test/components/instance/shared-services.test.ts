import { describe, expect, it } from "vitest";
import { meilisearchKey } from "../../../components/instance/generated-secrets";
import { deriveId, derivePassword } from "../../../components/instance/seed";
import type { InstanceSettings } from "../../../components/instance/settings";
import { program, type ProgramOutputs } from "../../../components/program";
import { inputsText, madeUpSeed, record, type Recorded } from "../../support/recorder";
import { stringDataOf } from "../../support/secret-data";
import {
  NEVER_ROTATED,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
  SHARED_MEILISEARCH,
  SHARED_REDIS,
} from "../../support/settings";

const SHARED = { redis: SHARED_REDIS, meilisearch: SHARED_MEILISEARCH };
const MASTER = "meilisearch-shared-master-secret";
const SEED = madeUpSeed("history-seed");

/** What is registered for `history`, and what the stack tells of it. */
async function recorded(overrides: Partial<InstanceSettings>) {
  const told: ProgramOutputs[] = [];
  const all = await record(() => {
    told.push(program(sampleSettings([sampleInstance("history", overrides)]), sampleSecrets()));
  });
  return { all, outputs: told[0]?.instances.history };
}

const credentialsIn = (all: readonly Recorded[]) => {
  const secret = all.find(({ name }) => name === "history-credentials");
  if (secret === undefined) throw new Error("no Secret was registered");
  return stringDataOf(secret);
};

const named = (all: readonly Recorded[]) =>
  all.map(({ qualifiedType, name }) => `${qualifiedType} ${name}`);

describe("an instance that shares Redis and Meilisearch", () => {
  it("takes no resource more than one that has its own", async () => {
    const [own, shared] = [await recorded({}), await recorded(SHARED)];
    expect(named(shared.all).sort()).toEqual(named(own.all).sort());
  });

  it("has a login of its own in Redis, and a key that the master key makes of its id", async () => {
    const { all } = await recorded(SHARED);
    expect(credentialsIn(all)).toMatchObject({
      REDIS_USERNAME: "campus_history",
      REDIS_PASSWORD: derivePassword(SEED, "redis"),
      MEILISEARCH_API_KEY: meilisearchKey(MASTER, deriveId(SEED, "meilisearch-api-key-uid")),
    });
  });

  it("has the master key nowhere, nor one of its own", async () => {
    const { all } = await recorded(SHARED);
    expect(credentialsIn(all)).not.toHaveProperty("MEILISEARCH_MASTER_KEY");
    expect(all.filter((each) => inputsText(each).includes(MASTER))).toEqual([]);
  });

  it("has another key and id with another rotation number, and another password", async () => {
    const rotation = { ...NEVER_ROTATED, redis: 2, meilisearch: 1 };
    const { all } = await recorded({ ...SHARED, rotation });
    expect(credentialsIn(all)).toMatchObject({
      REDIS_PASSWORD: derivePassword(SEED, "redis/2"),
      MEILISEARCH_API_KEY: meilisearchKey(MASTER, deriveId(SEED, "meilisearch-api-key-uid/1")),
    });
  });

  it("is told with what the operator makes of it on the servers", async () => {
    const { outputs } = await recorded(SHARED);
    expect(outputs?.redis).toEqual({ user: "campus_history", keyPrefix: "campus_history_" });
    expect(outputs?.meilisearch?.indexPrefix).toBe("campus_history_");
    expect((await recorded({})).outputs).not.toHaveProperty("redis");
  });
});

describe("an instance that has its own", () => {
  it("has no user name for Redis", async () => {
    expect(credentialsIn((await recorded({})).all)).not.toHaveProperty("REDIS_USERNAME");
  });
});
