import { describe, expect, it } from "vitest";
import { program } from "../../../components/program";
import { recordedOnDigitalOcean, recordOnDigitalOcean } from "../../support/digitalocean";
import { named } from "../../support/in-cluster";
import { inputsText, record } from "../../support/recorder";
import {
  NEVER_ROTATED,
  ofPublicMedia,
  ON_DIGITALOCEAN,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
} from "../../support/settings";

const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
const history = sampleInstance("history");

describe("a bucket on Spaces", () => {
  it("is private, keeps old versions for a while, and goes with what is in it", async () => {
    expect(named(await recordedOnDigitalOcean(), "history-storage-bucket").inputs).toEqual({
      name: "campus-history-openedx-0a1b2c3d",
      region: "nyc3",
      acl: "private",
      versioning: { enabled: true },
      lifecycleRules: [
        {
          id: "leftovers",
          enabled: true,
          expiration: { expiredObjectDeleteMarker: true },
          noncurrentVersionExpiration: { days: 30 },
          abortIncompleteMultipartUploadDays: 7,
        },
      ],
      forceDestroy: true,
    });
  });

  it("ends tracking logs where that is wanted", async () => {
    const storage = { ...history.storage, trackingLogsDays: 90 };
    const recorded = await recordOnDigitalOcean({}, { instances: [{ ...history, storage }] });
    const { lifecycleRules } = named(recorded, "history-storage-bucket").inputs;
    expect(lifecycleRules).toContainEqual({
      id: "tracking-logs",
      enabled: true,
      prefix: "tracking-logs/",
      expiration: { days: 90 },
    });
  });

  it("lets the sites of its instance use it from a browser, and no others", async () => {
    const cors = inputsText(named(await recordedOnDigitalOcean(), "history-storage-cors"));
    expect(cors).toContain('"https://history.example.org"');
    expect(cors).not.toContain('allowedOrigins":["*"]');
  });

  it("is the one that the key of its instance reaches, which is secret and has no other right", async () => {
    const recorded = await recordedOnDigitalOcean();
    const keys = recorded.filter(({ type }) => type === "digitalocean:index/spacesKey:SpacesKey");
    expect(keys.map(({ name }) => name)).toEqual(["history-storage-key"]);
    expect(keys[0]?.inputs).toEqual({
      name: "campus-history-0a1b2c3d",
      grants: [{ bucket: "campus-history-openedx-0a1b2c3d", permission: "readwrite" }],
    });
    expect(keys[0]?.dependencies).toEqual(
      expect.arrayContaining(
        ["bucket", "cors"].map((part) => named(recorded, `history-storage-${part}`).urn),
      ),
    );
    const holders = recorded.filter((each) =>
      /generated-(id|secret)-history/.test(inputsText(each)),
    );
    expect(holders.map(({ name }) => name)).toEqual(["history-credentials"]);
    expect(holders[0]?.inputs).toMatchObject({
      stringData: expect.objectContaining({
        "4dabf18193072939515e22adb298388d": SECRET_MARK,
      }) as unknown,
    });
  });

  it("gets another key for another number, made before the old one goes", async () => {
    const rotation = { ...NEVER_ROTATED, storage: 2 };
    const recorded = await recordOnDigitalOcean({}, { instances: [{ ...history, rotation }] });
    expect(named(recorded, "history-storage-key-2").inputs).toEqual(
      named(await recordedOnDigitalOcean(), "history-storage-key").inputs,
    );
  });

  it("stays in its region, beside whatever cluster", async () => {
    const { storage } = ON_DIGITALOCEAN;
    const recorded = await record(() =>
      program(sampleSettings([history], { storage }), sampleSecrets()),
    );
    const pinned = named(recorded, "storage-kind-carries-protected-instances-see-docs-moving-data");
    expect(pinned.inputs["keepers"]).toEqual(storage);
    expect(named(recorded, "history-storage-bucket").inputs).toMatchObject({ region: "nyc3" });
  });

  it("is never public", () => {
    const settings = sampleSettings([ofPublicMedia(history)], { storage: ON_DIGITALOCEAN.storage });
    return expect(record(() => program(settings, sampleSecrets()))).rejects.toThrow(
      new Error("history: there are no public buckets on Spaces"),
    );
  });
});
