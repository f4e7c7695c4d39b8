import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { program } from "../../../components/program";
import { selfSigned, type SelfSigned } from "../../../sandbox/servers/self-signed";
import { temporaryDirectories } from "../../servers/temporary-directory";
import { record, type Recorded } from "../../support/recorder";
import { stringDataOf } from "../../support/secret-data";
import { sampleInstance, sampleSecrets, sampleSettings } from "../../support/settings";

const newDirectory = temporaryDirectories();
let pair: SelfSigned;
beforeAll(async () => {
  pair = await selfSigned(newDirectory(), ["history.example.org"]);
});

/** Two instances, of which the one has certificates of its own. */
const recordFleet = (...names: readonly string[]) =>
  record(() => {
    const certificates = names.map((name) => ({ name, hosts: ["history.example.org"] }));
    const instances = [sampleInstance("history", { certificates }), sampleInstance("history-tls")];
    const given = {
      certificate: pulumi.secret(pair.certificate),
      key: pulumi.secret(pair.key),
    };
    const keyPairs = { history: Object.fromEntries(names.map((name) => [name, given])) };
    program(sampleSettings(instances), { ...sampleSecrets(), keyPairs });
  });

const identity = ({ qualifiedType, name }: Recorded): string => `${qualifiedType} ${name}`;

describe("a certificate of an instance", () => {
  it("is one Secret, whose name is never that of another instance's", async () => {
    const without = (await recordFleet()).map(identity);
    const all = (await recordFleet("main", "museum")).map(identity);
    expect(all.filter((each) => !without.includes(each)).sort()).toEqual([
      "openedx:instance:OpenEdxInstance$kubernetes:core/v1:Secret history-tls-main-certificate",
      "openedx:instance:OpenEdxInstance$kubernetes:core/v1:Secret history-tls-museum-certificate",
    ]);
    expect(new Set(all).size).toBe(all.length);
  });

  it("is in the instance's namespace, as ingress controllers want it, and comes before the Application", async () => {
    const recorded = await recordFleet("main");
    const secret = recorded.find(({ name }) => name === "history-tls-main-certificate");
    if (secret === undefined) throw new Error("there is no such Secret");
    expect(secret.inputs).toMatchObject({
      type: "kubernetes.io/tls",
      metadata: { name: "openedx-tls-main", namespace: "history" },
    });
    expect(stringDataOf(secret)).toEqual({ "tls.crt": pair.certificate, "tls.key": pair.key });
    const application = recorded.find(({ name }) => name === "history-application");
    expect(application?.dependencies).toContain(secret.urn);
  });
});
