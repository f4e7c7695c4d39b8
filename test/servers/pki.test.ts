import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OperatorError } from "../../sandbox/contract";
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

  describe("without a usable openssl", () => {
    const { PATH } = process.env;
    let programs = "";
    beforeEach(() => {
      programs = newDirectory();
      process.env.PATH = programs;
    });
    afterEach(() => {
      process.env.PATH = PATH;
    });

    it("are not made, and the operator is told what to install", async () => {
      const directory = newDirectory();
      await expect(preparePki(directory)).rejects.toThrow(
        new OperatorError(
          "The program openssl is not on PATH; the sandbox makes its certificates with it. " +
            "Install it (Debian and Ubuntu: apt-get install openssl) and run the same command again.",
        ),
      );
      expect(existsSync(join(directory, "pki"))).toBe(false);
    });

    it("are not made, and the operator is told where it failed", async () => {
      writeFileSync(join(programs, "openssl"), "#!/bin/sh\necho out of entropy >&2\nexit 1\n");
      chmodSync(join(programs, "openssl"), 0o700);
      const directory = newDirectory();
      await expect(preparePki(directory)).rejects.toThrow(
        /^openssl could not make the certificates of the sandbox in .+: Error: Command failed: openssl .+\nout of entropy\n\nRun the command it names in that folder to see more\.$/s,
      );
      expect(existsSync(join(directory, "pki"))).toBe(false);
    });
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
