import { describe, expect, it } from "vitest";
import { loggedIn } from "../../../sandbox/providers/kubernetes/login";

const access = { server: "https://127.0.0.1:1", authority: "authority", namespace: "default" };
const script = (text: string) => ({
  apiVersion: "client.authentication.k8s.io/v1beta1",
  command: "sh",
  args: ["-c", text],
  env: [{ name: "WHO", value: "me" }],
});
const refusal = (reason: string): string =>
  `the kubeconfig of the Kubernetes provider cannot be used: its login program sh ${reason}`;

describe("loggedIn", () => {
  it("leaves an access with credentials as it is", async () => {
    expect(await loggedIn({ ...access, token: "t" })).toEqual({ ...access, token: "t" });
  });

  it("asks the program for a token, with the environment that the kubeconfig gives it", async () => {
    const login = script(
      `test "$KUBERNETES_EXEC_INFO" && echo '{"kind":"ExecCredential","status":{"token":"token of '$WHO'"}}'`,
    );
    expect(await loggedIn({ ...access, login })).toMatchObject({
      ...access,
      token: "token of me",
    });
  });

  it("takes a client certificate as well", async () => {
    const login = script(
      `echo '{"kind":"ExecCredential","status":{"clientCertificateData":"c","clientKeyData":"k"}}'`,
    );
    expect(await loggedIn({ ...access, login })).toMatchObject({ certificate: "c", key: "k" });
  });

  it.each([
    ["echo 'no such cluster' >&2; exit 254", "failed: no such cluster"],
    ["echo hello", "printed no ExecCredential"],
  ])("refuses a program that says no: %s", async (text, reason) => {
    const login = script(text);
    await expect(loggedIn({ ...access, login })).rejects.toThrow(refusal(reason));
  });
});
