import { describe, expect, it } from "vitest";
import { changesThatReplace, connect } from "../../../sandbox/providers/kubernetes/cluster";
import { UNKNOWN, type Properties } from "../../../sandbox/providers/value";

const kubeconfig = (server: string, token = "t"): string =>
  JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { token } }],
  });
const here = kubeconfig("https://127.0.0.1:1");

describe("connect", () => {
  it("refuses to guess a kubeconfig", async () => {
    const refusal =
      "the sandbox's Kubernetes provider has no kubeconfig and never falls back on your own: set the provider's " +
      '"kubeconfig" to the text of a kubeconfig (in the stack file: the secret openedx:kubeconfig)';
    await expect(connect({})).rejects.toThrow(refusal);
    await expect(connect({ kubeconfig: "", context: "mine" })).rejects.toThrow(refusal);
  });

  it("takes flags as the SDK sends them, off by default", async () => {
    const mutableBy = async (flags: Properties) =>
      (await connect({ kubeconfig: here, ...flags })).mutable;
    expect(await mutableBy({})).toEqual({ Secret: false, ConfigMap: false });
    expect(await mutableBy({ enableSecretMutable: "true" })).toEqual({
      Secret: true,
      ConfigMap: false,
    });
  });

  it("refuses client settings that it does not know", async () => {
    const connected = connect({ kubeconfig: here, kubeClientSettings: '{"qsp":1}' });
    await expect(connected).rejects.toThrow('Unrecognized key: \\"qsp\\"');
  });
});

describe("changesThatReplace", () => {
  const replaced = (old: object, current: object): string[] =>
    changesThatReplace({ old: { ...old }, new: { ...current } });

  it("is the identifier alone where there is one", () => {
    const moved = kubeconfig("https://127.0.0.1:2");
    const identified = { clusterIdentifier: "a", kubeconfig: here };
    expect(replaced(identified, { ...identified, kubeconfig: moved })).toEqual([]);
    expect(replaced(identified, { ...identified, kubeconfig: UNKNOWN })).toEqual([]);
    expect(replaced(identified, { ...identified, clusterIdentifier: "b" })).toEqual([
      "clusterIdentifier",
    ]);
  });

  it("is otherwise a kubeconfig that leads elsewhere, or may do so", () => {
    const all = ["kubeconfig", "context", "cluster"];
    expect(
      replaced({ kubeconfig: here }, { kubeconfig: kubeconfig("https://127.0.0.1:1", "new") }),
    ).toEqual([]);
    expect(
      replaced({ kubeconfig: here }, { kubeconfig: kubeconfig("https://127.0.0.1:2") }),
    ).toEqual(all);
    expect(replaced({ kubeconfig: here }, { kubeconfig: UNKNOWN })).toEqual(all);
  });
});
