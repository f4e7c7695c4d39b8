import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "./support/clients";
import { objectVersions, query } from "./support/fleet";
import { destroy, openTestStack, removeTestStack, sectionWith, up } from "./support/stacks";

const LOCK = "history-is-protected-set-deletionProtection-false-and-up-first";

const edit = (...instances: readonly object[]) =>
  openTestStack("protection", { "openedx:instances": instances });
const protectedHistory = { slug: "history", deletionProtection: true };
const openHistory = { slug: "history", deletionProtection: false };
const science = { slug: "science" };

/** Everything that the two instances have, on every server. */
async function everything() {
  return {
    history: await objectVersions("history"),
    science: await objectVersions("science"),
    databases: await query("SHOW DATABASES LIKE 'campus%'"),
    users: await query(
      "SELECT User, Host, password_last_changed FROM mysql.user WHERE User LIKE 'campus%'",
    ),
  };
}

let stack: Stack;

beforeAll(async () => {
  stack = await edit(protectedHistory, science);
  await up(stack);
});
afterAll(async () => {
  await up(await edit(openHistory, science));
  await removeTestStack(stack);
});

// The Automation API, like Pulumi's GitHub Action, runs without a preview: what is refused here is refused there.
describe("a protected instance", () => {
  it("is not removed when its entry is dropped, nor by destroy after that, and nothing at all changes", async () => {
    const before = await everything();
    await expect(edit(science).then(up)).rejects.toThrow(LOCK);
    expect(await everything()).toEqual(before);
    await expect(destroy(stack)).rejects.toThrow(LOCK);
    expect(await everything()).toEqual(before);
  });

  it("is not removed by destroy, and nothing at all changes", async () => {
    await up(await edit(protectedHistory, science));
    const before = await everything();
    await expect(destroy(stack)).rejects.toThrow(LOCK);
    expect(await everything()).toEqual(before);
  });

  it("keeps the settings that say where its data is, before anything else changes", async () => {
    const before = await everything();
    const renamed = await openTestStack("protection", {
      "openedx:instances": [protectedHistory, science],
      ...sectionWith("openedx:cluster", { name: "other" }),
    });
    await expect(up(renamed)).rejects.toThrow(
      "cluster-name-carries-protected-instances-see-docs-moving-data",
    );
    expect(await everything()).toEqual(before);
  });

  const IN_CLUSTER = { kind: "external", access: "in-cluster", host: "db" };
  it.each([
    ["mysql", "another driver", { "openedx:mysql": IN_CLUSTER }],
    ["mongodb", "another kind", { "openedx:mongodb": IN_CLUSTER }],
    [
      "mongodb",
      "another project of Atlas",
      sectionWith("openedx:mongodb", { projectId: "0123456789abcdef01234567" }),
    ],
    [
      "mongodb",
      "another cluster of Atlas",
      sectionWith("openedx:mongodb", { clusterName: "Other" }),
    ],
  ])(
    "keeps the way to its data on %s, before anything else of it changes: %s",
    async (server, _, changes) => {
      const before = await everything();
      const elsewhere = await openTestStack("protection", {
        "openedx:instances": [protectedHistory, science],
        ...changes,
      });
      await expect(up(elsewhere)).rejects.toThrow(
        `${server}-kind-carries-protected-instances-see-docs-moving-data`,
      );
      expect(await everything()).toEqual(before);
    },
  );

  it("keeps what Argo CD deploys when the environment changes that its name says", async () => {
    const found = async () => {
      const names = await kubectl(
        ...[
          "get",
          "applications,appprojects",
          "-n",
          "argocd",
          "-l",
          "openedx.org/instance=history",
        ],
        ...[
          "-o",
          "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.spec.project}{'\\n'}",
        ],
      );
      return names.trim().split("\n");
    };
    await up(await edit(protectedHistory, science));
    const before = await found();
    expect(before).toHaveLength(2);
    const moved = await up(await edit({ ...protectedHistory, environment: "trial" }, science));
    expect(Object.keys(moved.changes).sort()).toEqual(["same", "update"]);
    expect(await found()).toEqual(before);
  });

  it("is removed by the two steps", async () => {
    await up(await edit(protectedHistory, science));
    const opened = await up(await edit(openHistory, science));
    expect(Object.keys(opened.changes)).toEqual(["same"]);
    const removed = await up(await edit(science));
    expect(Object.keys(removed.changes).sort()).toEqual(["delete", "same"]);
    expect(await kubectl("get", "namespace", "history", "--ignore-not-found")).toBe("");
  });
});
