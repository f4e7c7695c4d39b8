import { X509Certificate } from "node:crypto";
import { RunError } from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { checkKeyPair } from "../../../components/instance/key-pair";
import { selfSigned, type SelfSigned } from "../../../sandbox/servers/self-signed";
import { temporaryDirectories } from "../../servers/temporary-directory";

const newDirectory = temporaryDirectories();
const HOSTS = ["learn.example", "*.science.example"];

let pair: SelfSigned;
let other: SelfSigned;

beforeAll(async () => {
  const directory = newDirectory();
  pair = await selfSigned(directory, HOSTS);
  other = await selfSigned(directory, ["other.example"]);
});

const check = (given: Partial<SelfSigned>, ...hosts: readonly string[]) =>
  checkKeyPair({ slug: "history", name: "main", hosts, ...pair, ...given });

const refusal = (...lines: readonly string[]) => new RunError(lines.join("\n"));

describe("a certificate and its key", () => {
  it("are taken as they are where they serve the hosts, by name or by wildcard", () => {
    expect(check({}, "learn.example", "studio.science.example")).toEqual(pair);
  });

  it("may be followed by the certificates that they are signed by", () => {
    const chain = `${pair.certificate}${other.certificate}`;
    expect(check({ certificate: chain }, "learn.example").certificate).toBe(chain);
    expect(new X509Certificate(chain).subjectAltName).toContain("learn.example");
  });

  it("are refused where they are none, without a word of what they are", () => {
    expect(() => check({ certificate: "hunter2", key: pair.certificate }, "learn.example")).toThrow(
      refusal(
        "openedx:tlsCertificate-history-main is no certificate in PEM. Set it again, the certificate of the host first and then those that it is signed by.",
        "openedx:tlsKey-history-main is no private key in PEM. Set it again, without a passphrase.",
      ),
    );
  });

  it("are refused where they do not belong together", () => {
    expect(() => check({ key: other.key }, "learn.example")).toThrow(
      refusal(
        "openedx:tlsKey-history-main is not the key of openedx:tlsCertificate-history-main. Set both again; the first certificate in the file must be that of the host.",
      ),
    );
  });

  it("are refused for each host that they do not serve", () => {
    expect(() => check({}, "learn.example", "a.b.science.example", "history.example")).toThrow(
      refusal(
        "openedx:tlsCertificate-history-main does not serve a.b.science.example, but learn.example, *.science.example. Set one that does, or remove the host from the certificate's hosts.",
        "openedx:tlsCertificate-history-main does not serve history.example, but learn.example, *.science.example. Set one that does, or remove the host from the certificate's hosts.",
      ),
    );
  });
});
