import { describe, expect, it } from "vitest";
import type { AccessKeys, KeyServices } from "../../../cli/recover/access-keys";
import { parseDeployment, type Deployment } from "../../../cli/recover/deployment";
import { recover } from "../../../cli/recover/recover";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const KEY = "aws:iam/accessKey:AccessKey";
const urn = (type: string, name: string): string => `urn:pulumi:sandbox::openedx::${type}::${name}`;

const namespace = (name: string) => ({
  type: NAMESPACE,
  urn: urn(NAMESPACE, name),
  inputs: {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, annotations: { "openedx.org/owner": `campus/${name}` } },
  },
});
const SPACES_KEY = "digitalocean:index/spacesKey:SpacesKey";
const spacesKey = (name: string, id?: string) => ({
  type: SPACES_KEY,
  urn: urn(SPACES_KEY, name),
  inputs: { name: "campus-history-c0fffeed" },
  ...(id !== undefined && { id }),
});
const key = (name: string, id?: string) => ({
  type: KEY,
  urn: urn(KEY, name),
  inputs: { user: "campus-history-c0fffeed" },
  ...(id !== undefined && { id }),
});

/** Starts to recover a state while live namespaces carry `marks` and the one user has `keys`. */
function attemptOn(
  state: object,
  marks: Readonly<Record<string, string>>,
  keys: readonly string[],
  importDeployment: (deployment: Deployment) => Promise<void> = () => Promise.resolve(),
) {
  const done: string[] = [];
  const lines: string[] = [];
  const service = (what: string): AccessKeys => ({
    list: () => Promise.resolve(keys),
    delete: (owner, id) => {
      done.push(`deleted ${what} of ${owner} ${id}`);
      return Promise.resolve();
    },
  });
  const accessKeys: KeyServices = {
    "aws:iam/accessKey:AccessKey": service("IAM key"),
    "digitalocean:index/spacesKey:SpacesKey": service("Spaces key"),
  };
  const attempt = recover({
    stack: {
      exportDeployment: () => Promise.resolve(state),
      async importDeployment(deployment) {
        await importDeployment(deployment);
        done.push("imported");
      },
      refresh: () => {
        done.push("refreshed");
        return Promise.resolve();
      },
    },
    readMark: ({ name }) => Promise.resolve(marks[name]),
    accessKeys,
    report: (line) => lines.push(line),
  });
  return { attempt, done, lines };
}

/** Recovers a state. Tells all that happened. */
async function run(
  state: object,
  marks: Readonly<Record<string, string>> = {},
  keys: readonly string[] = [],
) {
  let imported: Deployment | undefined;
  const { attempt, done, lines } = attemptOn(state, marks, keys, (deployment) => {
    imported = deployment;
    return Promise.resolve();
  });
  return { recovered: await attempt, done, lines, imported };
}

const creating = (...resources: object[]) =>
  resources.map((resource) => ({ type: "creating", resource }));

describe("recover", () => {
  it("does nothing where no run was cut short", async () => {
    expect(await run({ resources: [namespace("history")] })).toEqual({
      recovered: false,
      done: [],
      lines: [],
      imported: undefined,
    });
  });

  it("takes over what carries our mark, makes what is absent again, leaves what is not ours", async () => {
    const state = {
      pending_operations: creating(...["history", "science", "arts", "law"].map(namespace)),
    };
    const marks = { history: "campus/history", arts: "", law: "other/law" };
    const { recovered, done, lines, imported } = await run(state, marks);
    expect(recovered).toBe(true);
    expect(done).toEqual(["imported", "refreshed"]);
    expect(imported?.resources.map((each) => each.id)).toEqual(["history"]);
    expect(imported?.pending_operations).toEqual([]);
    expect(lines).toEqual([
      "An earlier run was stopped in the middle of 4 operations.",
      "  taken into the state if it exists: kubernetes:core/v1:Namespace history (history)",
      "  to be made by the next run: kubernetes:core/v1:Namespace science",
      "  not taken over: Namespace arts exists and carries no owner mark. " +
        "The next run will refuse to make it; delete or rename that object first, or give the instance another slug.",
      "  not taken over: Namespace law exists and belongs to other/law. " +
        "The next run will refuse to make it; delete or rename that object first, or give the instance another slug.",
      "The state agrees with the servers again.",
    ]);
  });

  it("deletes a key whose secret was never recorded, and no other", async () => {
    const state = {
      resources: [key("old", "AKIAOLD")],
      pending_operations: creating(key("history")),
    };
    const { done, lines } = await run(state, {}, ["AKIAOLD", "AKIALOST"]);
    const deleted = "deleted IAM key of campus-history-c0fffeed AKIALOST";
    expect(done).toEqual(["imported", deleted, "refreshed"]);
    expect(lines).toContain(
      "  deleted the key AKIALOST of campus-history-c0fffeed: its secret was never recorded",
    );
  });

  it("deletes such a key of Spaces once, though it was begun twice, and not the one that it was to take over from", async () => {
    const state = {
      resources: [spacesKey("old", "DO00OLD")],
      pending_operations: creating(spacesKey("history"), spacesKey("history")),
    };
    const { done } = await run(state, {}, ["DO00OLD", "DO00LOST"]);
    const deleted = "deleted Spaces key of campus-history-c0fffeed DO00LOST";
    expect(done).toEqual(["imported", deleted, "refreshed"]);
  });

  it("deletes no key while another run holds the stack", async () => {
    const state = { pending_operations: creating(key("history")) };
    const locked = (): Promise<never> => Promise.reject(new Error("locked"));
    const { attempt, done } = attemptOn(state, {}, ["AKIALOST"], locked);
    await expect(attempt).rejects.toThrow("locked");
    expect(done).toEqual([]);
  });

  it("checks with the servers after operations other than creations", async () => {
    const state = { pending_operations: [{ type: "deleting", resource: namespace("history") }] };
    const { done, lines } = await run(state);
    expect(done).toEqual(["imported", "refreshed"]);
    expect(lines[0]).toBe("An earlier run was stopped in the middle of 1 operation.");
  });

  it("refuses what is no state", () => {
    expect(() => parseDeployment({ resources: [{ urn: 1, type: "x" }] })).toThrow(
      "the exported state is not understood: ✖ Invalid input: expected string, received number\n  → at resources[0].urn",
    );
  });
});
