import { beforeAll, describe, it, expect } from "vitest";
import { program } from "../../components/program";
import { Network } from "../support/network";
import { itFencesInstances, itLetsMetricsBeCollected } from "../support/network-matrix";
import { record } from "../support/recorder";
import { sampleInstance, sampleSecrets, sampleSettings } from "../support/settings";

const SLUGS = ["history", "science", "arts"];

describe("the network policies that the program makes", () => {
  let network: Network;
  beforeAll(async () => {
    const instances = SLUGS.map((slug) => sampleInstance(slug));
    const recorded = await record(() => program(sampleSettings(instances), sampleSecrets()));
    const policies = recorded.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    expect(policies.length).toBe(9);
    network = new Network(policies.map(({ inputs }) => inputs));
  });

  itFencesInstances(() => network, SLUGS, {
    apiServer: "10.245.0.1",
    servers: [
      { ip: "10.10.5.7", port: 3306 },
      { ip: "10.10.6.7", port: 27017 },
    ],
  });
  itLetsMetricsBeCollected(() => network, SLUGS);

  it("let each instance to servers of its stack alone", () => {
    const from = { namespace: "history", labels: {}, ip: "10.244.0.1" };
    expect(network.allows({ from, to: { ip: "10.10.5.7" }, port: 27017 })).toBe(false);
    expect(network.allows({ from, to: { ip: "10.10.7.7" }, port: 3306 })).toBe(false);
  });
});
