import { describe, expect, it } from "vitest";
import { checked, messageOf, named, stackFile, type WrongFile } from "./support/stack-file";

const ONE = "stacks/Pulumi.campus.yaml: 1 setting needs attention:";
const NUMBER = "    Write a whole number from 0 to 10000.";

const WRONG: readonly WrongFile[] = [
  [
    "numbers of a rotation that are none",
    { instances: "[{ slug: history, rotation: { mysql: yes, mongodb: -1, jwt: 1.5 } }]" },
    "stacks/Pulumi.campus.yaml: 3 settings need attention:",
    '  openedx:instances[0].rotation.mysql (history) is "yes".',
    "    Write a whole number from 0 to 10000, without quotes.",
    "  openedx:instances[0].rotation.mongodb (history) is -1.",
    NUMBER,
    "  openedx:instances[0].rotation.jwt (history) is 1.5.",
    NUMBER,
  ],
  [
    "a kind of secret that there is not",
    { instances: "[{ slug: history, rotation: { mail: 1 } }]" },
    ONE,
    "  openedx:instances[0].rotation.mail (history) is no known setting.",
    "    Known here: seed, mysql, mongodb, storage, redis, meilisearch, jwt, secretKey, cmsOauth.",
  ],
  [
    "the rotation of a key that the operator gives",
    {
      storage:
        "{ kind: s3-compatible, access: given, region: x, endpoint: 'https://s3.example.org' }",
      instances: "[{ slug: history, rotation: { storage: 2 } }]",
    },
    ONE,
    '  openedx:instances[0].rotation.storage (history) is 2, while openedx:storage.access is "given".',
    "    Make a new key yourself, set it as openedx:storageAccessKey-history and openedx:storageSecretKey-history, and remove this line.",
  ],
];

describe("a stack file is refused for", () => {
  it.each(WRONG.map(named))("$what", ({ sections, message }) => {
    expect(messageOf(stackFile(sections)).split("\n")).toEqual(message);
  });
});

it("what an entry does not say of its rotation is 0", () => {
  const instances = "[{ slug: history, rotation: { mysql: 3 } }]";
  expect(checked(stackFile({ instances })).settings?.instances[0]?.rotation).toEqual({
    seed: 0,
    mysql: 3,
    mongodb: 0,
    storage: 0,
    redis: 0,
    meilisearch: 0,
    jwt: 0,
    secretKey: 0,
    cmsOauth: 0,
  });
});
