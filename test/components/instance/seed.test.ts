import { describe, expect, it } from "vitest";
import { deriveId, derivePassword } from "../../../components/instance/seed";

const SEED = "00".repeat(32);

describe("derivePassword", () => {
  it("never changes, as a changed password is one that nobody can log in with", () => {
    // Computed with Python: HKDF-SHA256 by hmac, 24 bytes.
    expect(derivePassword(SEED, "mysql")).toBe("c017f72266ccbc44bd9d997a66e3d6cd1eb91842b69b5305");
  });

  it("is another one for each purpose and each seed", () => {
    const all = [SEED, "11".repeat(32)].flatMap((seed) =>
      ["mysql", "mongodb"].map((purpose) => derivePassword(seed, purpose)),
    );
    expect(new Set(all).size).toBe(4);
  });
});

describe("deriveId", () => {
  it("is a UUID of version 4 that never changes", () => {
    // Computed with Python: HKDF-SHA256 by hmac, 16 bytes, as uuid.UUID(bytes=..., version=4).
    expect(deriveId(SEED, "meilisearch-api-key-uid")).toBe("3ca20ec5-81db-4255-adb0-7e17fb43d49d");
  });
});
