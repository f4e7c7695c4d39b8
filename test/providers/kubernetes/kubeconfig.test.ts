import { describe, expect, it } from "vitest";
import { readKubeconfig } from "../../../sandbox/providers/kubernetes/kubeconfig";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const file = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "mine",
  contexts: [
    { name: "mine", context: { cluster: "here", user: "me", namespace: "home" } },
    { name: "other", context: { cluster: "there", user: "token" } },
    { name: "cloud", context: { cluster: "here", user: "cloud" } },
  ],
  clusters: [
    {
      name: "here",
      cluster: {
        server: "https://127.0.0.1:6443",
        "certificate-authority-data": base64("authority"),
      },
    },
    { name: "there", cluster: { server: "https://there.example" } },
  ],
  users: [
    {
      name: "me",
      user: {
        "client-certificate-data": base64("certificate"),
        "client-key-data": base64("key"),
      },
    },
    { name: "token", user: { token: "t0ken" } },
    { name: "cloud", user: { "auth-provider": { name: "gcp" } } },
  ],
};
const text = JSON.stringify(file);
const refusal = (reason: string): string =>
  `the kubeconfig of the Kubernetes provider cannot be used: ${reason}`;

describe("readKubeconfig", () => {
  const mine = {
    server: "https://127.0.0.1:6443",
    authority: "authority",
    certificate: "certificate",
    key: "key",
    token: undefined,
    namespace: "home",
  };

  it.each([
    ["text", text],
    ["base64", base64(text)],
  ])("reads the current context from %s", (_form, given) => {
    expect(readKubeconfig(given)).toEqual(mine);
  });

  it("reads another context when it is named", () => {
    expect(readKubeconfig(text, { context: "other" })).toMatchObject({
      server: "https://there.example",
      token: "t0ken",
      namespace: "default",
    });
  });

  it("reads another cluster when it is named", () => {
    expect(readKubeconfig(text, { cluster: "there" }).server).toBe("https://there.example");
  });

  it.each([
    [
      "a name that is not there",
      text,
      { context: "mien" },
      'it has no context "mien", only "mine", "other", "cloud"',
    ],
    [
      "credentials from a program that kubectl has built in",
      text,
      { context: "cloud" },
      'user "cloud" has an auth-provider, which kubectl has not had since 1.26; give a client certificate, a token or an exec program',
    ],
    [
      "no context at all",
      JSON.stringify({ ...file, "current-context": undefined }),
      {},
      "it has no current-context; set one",
    ],
    ["something that is no YAML", "a: b: c:", {}, "it is neither YAML or JSON nor that in base64"],
    [
      "an address without encryption",
      JSON.stringify({ ...file, clusters: [{ name: "here", cluster: { server: "http://x" } }] }),
      {},
      "✖ Invalid URL\n  → at clusters[0].cluster.server",
    ],
  ])("refuses %s", (_what, given, selection, reason) => {
    expect(() => readKubeconfig(given, selection)).toThrow(refusal(reason));
  });
});
