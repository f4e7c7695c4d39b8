import { describe, expect, it } from "vitest";
import { z } from "zod";
import { derivePassword } from "../../../components/instance/seed";
import { program } from "../../../components/program";
import { inputsText, madeUpSeed, record, type Recorded } from "../../support/recorder";
import { stringDataOf } from "../../support/secret-data";
import { sampleInstance, sampleSecrets, sampleSettings } from "../../support/settings";

const LOCK = "history-database-notes-is-protected-set-deletionProtection-false-and-up-first";

const recordHistory = (databases: readonly string[], deletionProtection = false) =>
  record(() =>
    program(
      sampleSettings([sampleInstance("history", { databases, deletionProtection })]),
      sampleSecrets(),
    ),
  );

const identity = ({ qualifiedType, name }: Recorded): string => `${qualifiedType} ${name}`;
const find = (recorded: readonly Recorded[], name: string): Recorded => {
  const found = recorded.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name} was registered`);
  return found;
};
const CORE_PODS = "(lms|cms)(-worker)?|meilisearch";

const Application = z.object({
  spec: z.object({
    source: z.object({
      kustomize: z.object({
        patches: z.array(
          z.object({
            target: z.object({ kind: z.string(), name: z.string().default("") }),
            patch: z.string(),
          }),
        ),
      }),
    }),
  }),
});

/** What the Application does to pods, by the Deployments that they are of. */
const restarts = (recorded: readonly Recorded[]): Readonly<Record<string, string>> => {
  const { inputs } = find(recorded, "history-application");
  const { patches } = Application.parse(inputs).spec.source.kustomize;
  const ofPods = patches.filter(({ target }) => target.kind === "Deployment");
  return Object.fromEntries(ofPods.map(({ target, patch }) => [target.name, patch]));
};

const nameIn = (urn: string): string => urn.split("::").at(-1) ?? "";

describe("the database of a plugin", () => {
  it("takes four resources, with names that never change", async () => {
    const without = (await recordHistory([])).map(identity);
    const added = (await recordHistory(["notes"])).map(identity);
    expect(added.filter((each) => !without.includes(each)).sort()).toEqual([
      "openedx:instance:OpenEdxInstance$mysql:index/database:Database history-mysql-notes-database",
      "openedx:instance:OpenEdxInstance$mysql:index/grant:Grant history-mysql-notes-grant",
      "openedx:instance:OpenEdxInstance$mysql:index/user:User history-mysql-notes-user",
      `openedx:instance:OpenEdxInstance$random:index/randomId:RandomId ${LOCK}`,
    ]);
  });

  it("changes nothing that was there but the Secret and the Application, which learns to start its pods anew", async () => {
    const shown = (recorded: readonly Recorded[]) =>
      new Map(recorded.map((each) => [identity(each), inputsText(each)]));
    const one = shown(await recordHistory(["notes"]));
    const more = shown(await recordHistory(["credentials", "discovery", "notes", "xqueue"]));
    const changed = [...one].filter(([key, inputs]) => more.get(key) !== inputs);
    const names = changed.map(([key]) => key.split(" ")[1]);
    expect(names.sort()).toEqual(["history-application", "history-credentials"]);
  });

  it("starts no pods anew but those of the plugin", async () => {
    const one = restarts(await recordHistory(["notes"]));
    const more = restarts(await recordHistory(["discovery", "notes"]));
    expect(Object.keys(more)).toEqual([CORE_PODS, "discovery(-.*)?", "notes(-.*)?"]);
    expect(more).toMatchObject(one);
  });

  it("has a user of its own, with all rights on that database and none elsewhere", async () => {
    const recorded = await recordHistory(["notes"]);
    expect(find(recorded, "history-mysql-notes-database").inputs).toEqual({
      name: "campus_history__notes_0a1b2c3d",
      defaultCharacterSet: "utf8mb4",
      defaultCollation: "utf8mb4_unicode_ci",
    });
    expect(find(recorded, "history-mysql-notes-user").inputs).toMatchObject({
      user: "campus_history__notes_0a1b2c3d",
      host: "%",
    });
    expect(find(recorded, "history-mysql-notes-grant").inputs).toEqual({
      user: "campus_history__notes_0a1b2c3d",
      host: "%",
      database: "campus\\_history\\_\\_notes\\_0a1b2c3d",
      privileges: ["ALL PRIVILEGES"],
    });
  });

  it("is told the pods under the names of Tutor's plugins, with a password of its own", async () => {
    const recorded = await recordHistory(["my_plugin", "notes"]);
    const stringData = stringDataOf(find(recorded, "history-credentials"));
    const keys = Object.keys(stringData).filter((key) => key.includes("_MYSQL_"));
    expect(keys.sort()).toEqual([
      "MY_PLUGIN_MYSQL_DATABASE",
      "MY_PLUGIN_MYSQL_PASSWORD",
      "MY_PLUGIN_MYSQL_USERNAME",
      "NOTES_MYSQL_DATABASE",
      "NOTES_MYSQL_PASSWORD",
      "NOTES_MYSQL_USERNAME",
      "OPENEDX_MYSQL_PASSWORD",
      "OPENEDX_MYSQL_USERNAME",
    ]);
    const seed = madeUpSeed("history-seed");
    const passwords = ["mysql", "mysql/notes", "mysql/my_plugin"].map((purpose) =>
      derivePassword(seed, purpose),
    );
    expect(new Set(passwords).size).toBe(3);
    expect(stringData["NOTES_MYSQL_PASSWORD"]).toBe(passwords[1]);
    expect(stringData["MY_PLUGIN_MYSQL_PASSWORD"]).toBe(passwords[2]);
  });

  it("stands behind a lock, which is shut where the instance is protected", async () => {
    expect(find(await recordHistory(["notes"]), LOCK).protect).toBe(false);
    const recorded = await recordHistory(["notes"], true);
    const { protect, dependencies } = find(recorded, LOCK);
    expect(protect).toBe(true);
    expect(dependencies.map(nameIn)).toEqual(["history-mysql-notes-grant"]);
    // So a removal of the instance takes the lock after the Application, and `destroy` meets the instance's lock first.
    const application = find(recorded, "history-application");
    expect(application.dependencies.map(nameIn)).toContain(LOCK);
  });
});
