import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { credentials } from "../../sandbox/servers/credentials";
import { preparePki } from "../../sandbox/servers/pki";
import { temporaryDirectories } from "./temporary-directory";

const newDirectory = temporaryDirectories();

describe("the certificates of a sandbox", () => {
  it("are signed by its own authority, for loopback and for the two clients", async () => {
    const pki = await preparePki(newDirectory());
    const authority = new X509Certificate(readFileSync(pki.ca));
    const server = new X509Certificate(readFileSync(pki.serverCertificate));
    const admin = new X509Certificate(pki.client("admin").cert);
    const controllers = new X509Certificate(pki.client("kube-controller-manager").cert);
    for (const certificate of [server, admin, controllers])
      expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(admin.subject).toBe("O=system:masters\nCN=openedx-sandbox-admin");
    expect(controllers.subject).toBe("CN=system:kube-controller-manager");
  });

  it("are made once, with keys that others cannot read", async () => {
    const directory = newDirectory();
    const first = (await preparePki(directory)).client("admin");
    expect((await preparePki(directory)).client("admin")).toEqual(first);
    const folder = join(directory, "pki");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const keys = readdirSync(folder).filter((file) => file.endsWith(".key"));
    expect(keys).toHaveLength(5);
    for (const key of keys) expect(statSync(join(folder, key)).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(["pki"]);
  });

  it("of one sandbox are worth nothing in another", async () => {
    const [one, other] = [await preparePki(newDirectory()), await preparePki(newDirectory())];
    const authority = new X509Certificate(readFileSync(one.ca));
    expect(new X509Certificate(other.client("admin").cert).verify(authority.publicKey)).toBe(false);
  });
});

describe("the administrators' credentials", () => {
  it("are generated once, differ between sandboxes, and are not for others to read", () => {
    const [one, other] = [newDirectory(), newDirectory()];
    const first = credentials(one);
    expect(credentials(one)).toEqual(first);
    const generated = [...Object.values(first), ...Object.values(credentials(other))];
    expect(new Set(generated).size).toBe(8);
    expect(first.objectStorageAccessKeyId).toMatch(/^AKIA[0-9A-F]{16}$/);
    expect(statSync(join(one, "credentials.json")).mode & 0o777).toBe(0o600);
  });
});
