import { describe, expect, it } from "vitest";
import type { Rotation } from "../../../components/instance/settings";
import { program } from "../../../components/program";
import { inputsText, record, type Recorded } from "../../support/recorder";
import { stringDataOf } from "../../support/secret-data";
import {
  NEVER_ROTATED,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
} from "../../support/settings";

const recordRotated = (rotation: Partial<Rotation>) =>
  record(() => {
    const history = { databases: ["notes"], rotation: { ...NEVER_ROTATED, ...rotation } };
    const instances = [sampleInstance("history", history), sampleInstance("science")];
    program(sampleSettings(instances), sampleSecrets());
  });

const byName = (recorded: readonly Recorded[]) =>
  new Map(recorded.map((each) => [`${each.qualifiedType} ${each.name}`, inputsText(each)]));

const secretOf = (recorded: readonly Recorded[]) => {
  const secret = recorded.find(({ name }) => name === "history-credentials");
  if (secret === undefined) throw new Error("there is no Secret");
  return stringDataOf(secret);
};

/** Names of the resources whose inputs differ, and keys of the Secret whose values do. */
async function changedBy(rotation: Partial<Rotation>) {
  const [before, after] = [await recordRotated({}), await recordRotated(rotation)];
  const [old, now] = [byName(before), byName(after)];
  const resources = [...old].filter(([name, inputs]) => now.get(name) !== inputs);
  const values = secretOf(after);
  return {
    identities: [...now.keys()].filter((name) => !old.has(name)),
    resources: resources.map(([name]) => name.split(" ")[1]).sort(),
    keys: Object.entries(secretOf(before))
      .filter(([key, value]) => values[key] !== value)
      .map(([key]) => key)
      .sort(),
  };
}

/** Every changed value changes the Secret, and the Application, which carries its revision. */
const CARRIERS = ["history-application", "history-credentials"];

const CHANGES: Readonly<Record<string, { users?: string[]; keys: string[] }>> = {
  mysql: {
    users: ["history-mysql-notes-user", "history-mysql-user"],
    keys: ["NOTES_MYSQL_PASSWORD", "OPENEDX_MYSQL_PASSWORD"],
  },
  mongodb: { users: ["history-mongodb-user"], keys: ["MONGODB_PASSWORD"] },
  redis: { keys: ["REDIS_PASSWORD"] },
  meilisearch: { keys: ["MEILISEARCH_API_KEY", "MEILISEARCH_MASTER_KEY"] },
  secretKey: { keys: ["OPENEDX_SECRET_KEY"] },
  cmsOauth: { keys: ["CMS_OAUTH2_SECRET"] },
};

describe("a rotation of", () => {
  it.each(Object.entries(CHANGES))(
    "%s changes its own secrets, what carries them, and nothing else",
    async (kind, { users = [], keys }) => {
      expect(await changedBy({ [kind]: 1 })).toEqual({
        identities: [],
        resources: [...CARRIERS, ...users].sort(),
        keys,
      });
    },
  );

  it.each([
    ["storage", "aws:iam/accessKey:AccessKey history-storage-key-1"],
    ["jwt", "tls:index/privateKey:PrivateKey history-jwt-key-1"],
  ])("%s makes another key, and nothing else", async (kind, key) => {
    const { identities, resources } = await changedBy({ [kind]: 1 });
    expect(identities).toEqual([`openedx:instance:OpenEdxInstance$${key}`]);
    expect(resources.filter((name) => !CARRIERS.includes(name ?? ""))).toEqual([
      key.split(" ")[1]?.slice(0, -2),
    ]);
  });

  it("the seed makes another seed, and with it all that is derived from one", async () => {
    const { identities, keys } = await changedBy({ seed: 1 });
    expect(identities).toEqual([
      "openedx:instance:OpenEdxInstance$random:index/randomBytes:RandomBytes history-seed-1",
    ]);
    const derived = Object.values(CHANGES).flatMap((change) => change.keys);
    expect(keys).toEqual(derived.sort());
  });

  it("anything gives another secret each time, and the same one for the same number", async () => {
    const passwords: (string | undefined)[] = [];
    for (const mysql of [1, 2, 12, 1])
      passwords.push(secretOf(await recordRotated({ mysql }))["OPENEDX_MYSQL_PASSWORD"]);
    expect(new Set(passwords).size).toBe(3);
    expect(passwords[3]).toBe(passwords[0]);
  });
});
