import { describe, expect, it, vi } from "vitest";
import { ConnectionError, type exchange } from "../../../sandbox/providers/kubernetes/exchange";
import { Transport, type Call } from "../../../sandbox/providers/kubernetes/transport";

const access = { server: "https://127.0.0.1:1", namespace: "default", token: "t0ken" };
const options = { rateLimit: { qps: 1e6, burst: 1e6 }, timeoutSeconds: 5, backOff: [0, 0] };
const get: Call = { method: "GET", path: "/api/v1" };
const post: Call = { method: "POST", path: "/api/v1/namespaces", body: { kind: "Namespace" } };

const answer = (status: number, body: object) => ({ status, text: JSON.stringify(body) });
const refused = new ConnectionError("connect ECONNREFUSED 127.0.0.1:1", true, true);
const reset = new ConnectionError("read ECONNRESET", false, true);
const unreachable = (cause: string): string =>
  `the Kubernetes API server at https://127.0.0.1:1 cannot be reached (${cause}): check that the cluster runs and ` +
  "that the kubeconfig has its address and its authority, then run the same command again";

describe("Transport", () => {
  it("sends JSON with the token and gives back JSON", async () => {
    const server = serverThat(() => answer(201, { kind: "Namespace", uid: 1 }));
    expect(await server.transport.send(post)).toEqual({ kind: "Namespace", uid: 1 });
    expect(server.asked.mock.calls[0]?.[0]).toMatchObject({
      url: new URL("https://127.0.0.1:1/api/v1/namespaces"),
      body: '{"kind":"Namespace"}',
      options: {
        method: "POST",
        headers: { authorization: "Bearer t0ken", "content-type": "application/json" },
      },
    });
  });

  it.each([
    [422, "Invalid", "spec is required"],
    [500, "", "failed to create typed patch object (argocd/a): .spec.project: expected string"],
  ])("gives a refusal with status %i in the server's words, at once", async (...refusal) => {
    const [status, reason, message] = refusal;
    const server = serverThat(() => answer(status, { message, reason }));
    await expect(server.transport.send(get)).rejects.toMatchObject({ status, reason, message });
    expect(server.asked).toHaveBeenCalledOnce();
  });

  it("says what to do about credentials that are not accepted", async () => {
    const server = serverThat(() => answer(401, { message: "Unauthorized" }));
    await expect(server.transport.send(get)).rejects.toThrow(
      "the Kubernetes API server at https://127.0.0.1:1 does not accept the credentials in the kubeconfig " +
        "(Unauthorized): get a new kubeconfig, then run the same command again",
    );
  });

  it.each([
    ["is busy", () => answer(429, { message: "too many requests" })],
    ["stumbles", () => answer(500, { message: "etcd timed out" })],
    [
      "met two writers at a quota",
      () =>
        answer(409, {
          message:
            'Operation cannot be fulfilled on resourcequotas "q": the object has been modified; please apply your changes to the latest version and try again',
        }),
    ],
    ["restarts", () => refused],
  ])("asks again while the server %s", async (_why, first) => {
    const server = serverThat(first, first, () => answer(200, { ok: true }));
    expect(await server.transport.send(post)).toEqual({ ok: true });
  });

  it("gives up on a server that stays away, naming it and the next step", async () => {
    const server = serverThat(() => refused);
    await expect(server.transport.send(get)).rejects.toThrow(
      unreachable("connect ECONNREFUSED 127.0.0.1:1"),
    );
    expect(server.asked).toHaveBeenCalledTimes(3);
  });

  it("does not create twice: a creation that may have been read is not sent again", async () => {
    const server = serverThat(() => reset);
    await expect(server.transport.send(post)).rejects.toThrow(unreachable("read ECONNRESET"));
    expect(server.asked).toHaveBeenCalledOnce();
    await expect(server.transport.send(get)).rejects.toThrow(unreachable("read ECONNRESET"));
    expect(server.asked).toHaveBeenCalledTimes(4);
  });

  it("finds nobody at a closed port", async () => {
    const transport = new Transport(access, { ...options, backOff: [] });
    await expect(transport.send(get)).rejects.toThrow(
      unreachable("connect ECONNREFUSED 127.0.0.1:1"),
    );
  });
});

/** A transport to a server that answers as told, the last answer from then on. */
function serverThat(
  ...answers: readonly (() => Awaited<ReturnType<typeof exchange>> | ConnectionError)[]
) {
  const left = [...answers];
  const asked = vi.fn<typeof exchange>(() => {
    const next = (left.length > 1 ? left.shift() : left[0])?.();
    if (next === undefined || next instanceof Error) return Promise.reject(next ?? refused);
    return Promise.resolve(next);
  });
  return { asked, transport: new Transport(access, options, asked) };
}
