import { describe, expect, it } from "vitest";
import { mongodbHosts, onePort, serverNetwork } from "../../../components/data/network";
import { webHost } from "../../../components/shared/addresses";

describe("where pods reach a server", () => {
  it("is its address, unless the settings say otherwise", () => {
    const ports = [onePort(3306)];
    expect(serverNetwork(["10.0.5.7"], ports)).toEqual({
      cidrs: ["10.0.5.7/32"],
      ports: [{ from: 3306, to: 3306 }],
    });
    expect(serverNetwork(["db"], ports, { cidrs: ["10.0.5.0/24"] }).cidrs).toEqual(["10.0.5.0/24"]);
  });
});

describe("mongodbHosts", () => {
  it.each([
    ["mongodb+srv://a.example.org", ["a.example.org"], [27017]],
    ["a.example.org:27018", ["a.example.org"], [27018]],
    ["mongodb://10.0.0.1:27018,10.0.0.2", ["10.0.0.1", "10.0.0.2"], [27018, 27017]],
    ["mongodb://a,b,c", ["a", "b", "c"], [27017]],
  ])("%s", (address, hosts, ports) => {
    expect(mongodbHosts(address)).toEqual({ hosts, ports: ports.map(onePort) });
  });
});

describe("webHost", () => {
  it.each([
    ["https://s3.example.org", "s3.example.org", 443],
    ["http://s3.example.org", "s3.example.org", 80],
    ["http://10.0.7.1:9000", "10.0.7.1", 9000],
  ])("%s", (address, host, port) => {
    expect(webHost(address)).toEqual({ host, port });
  });
});
