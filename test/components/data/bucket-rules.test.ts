import { describe, expect, it } from "vitest";
import { corsRule, lifecycleRules } from "../../../components/data/storage/bucket-rules";
import { planInstance } from "../../../components/instance/plan";
import { sampleInstance } from "../../support/settings";

const instance = sampleInstance("history");

describe("the sites whose pages may use a bucket", () => {
  const { origins } = planInstance(instance, "campus");

  it("are those of the instance, by https alone", () => {
    expect(origins).toEqual([
      "https://history.example.org",
      "https://studio.history.example.org",
      "https://apps.history.example.org",
    ]);
  });

  it("may upload and read, and see what is needed to upload in parts", () => {
    expect(corsRule(origins)).toEqual({
      allowedOrigins: origins,
      allowedMethods: ["GET", "HEAD", "PUT", "POST"],
      allowedHeaders: ["*"],
      exposeHeaders: ["ETag"],
      maxAgeSeconds: 3000,
    });
  });
});

describe("what a server deletes by itself", () => {
  const leftovers = {
    id: "leftovers",
    status: "Enabled",
    filter: {},
    noncurrentVersionExpiration: { noncurrentDays: 30 },
    expiration: { expiredObjectDeleteMarker: true },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };

  it("is old versions, the marks of deleted objects and unfinished uploads, and nothing that is in use", () => {
    expect(lifecycleRules(instance.storage)).toEqual([leftovers]);
  });

  it("is tracking logs as well, where they have an end", () => {
    const storage = { ...instance.storage, trackingLogsPrefix: "events/", trackingLogsDays: 365 };
    expect(lifecycleRules(storage)).toEqual([
      leftovers,
      {
        id: "tracking-logs",
        status: "Enabled",
        filter: { prefix: "events/" },
        expiration: { days: 365 },
      },
    ]);
  });
});
