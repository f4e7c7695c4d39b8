import { describe, expect, it } from "vitest";
import { narrator } from "../../sandbox/verbs/narrator";
import {
  describeChanges,
  describeInstances,
  describeMemory,
  instancesIn,
} from "../../sandbox/verbs/summary";

const HISTORY = {
  hosts: { lms: "history.example.org", studio: "studio.history.example.org" },
  namespace: "history",
  mysqlDatabase: "campus_history_openedx_c0fffeed",
  mongodbDatabases: ["campus_history_openedx_c0fffeed", "campus_history_forum_c0fffeed"],
  bucket: "campus-history-openedx-c0fffeed",
  application: "history-sandbox",
};

describe("describeChanges", () => {
  it("says that nothing changed, and how much there is", () => {
    expect(describeChanges({ same: 78 }, 3)).toBe("No changes: 3 instances, 78 resources");
    expect(describeChanges({ same: 30, create: 0 }, 1)).toBe(
      "No changes: 1 instance, 30 resources",
    );
  });

  it("counts what was done", () => {
    expect(describeChanges({ same: 78, create: 24, delete: 2 }, 4)).toBe(
      "Done: 24 created, 2 deleted, 78 unchanged; 4 instances",
    );
  });
});

describe("describeInstances", () => {
  it("shows what an instance has", () => {
    expect(describeInstances({ history: HISTORY })).toEqual([
      "",
      "history",
      "  hosts        history.example.org, studio.history.example.org",
      "  namespace    history",
      "  MySQL        campus_history_openedx_c0fffeed",
      "  MongoDB      campus_history_openedx_c0fffeed, campus_history_forum_c0fffeed",
      "  bucket       campus-history-openedx-c0fffeed",
      "  Application  history-sandbox",
    ]);
  });

  it("shows the bucket that everybody may read below the other one", () => {
    const science = { ...HISTORY, publicBucket: "campus-science-public-c0fffeed" };
    expect(describeInstances({ science }).slice(-3)).toEqual([
      "  bucket       campus-history-openedx-c0fffeed",
      "  for all      campus-science-public-c0fffeed",
      "  Application  history-sandbox",
    ]);
  });

  it("reads the instances from the stack's outputs", () => {
    expect(instancesIn({ instances: { value: { history: HISTORY }, secret: false } })).toEqual({
      history: HISTORY,
    });
    expect(instancesIn({})).toEqual({});
  });
});

describe("describeMemory", () => {
  it("sums up, the largest first, and takes the MongoDB servers together", () => {
    const processes = [
      { name: "etcd", megabytes: 40 },
      { name: "mongodb-campus-arts", megabytes: 30 },
      { name: "mongodb-campus-history", megabytes: 28 },
      { name: "mysql", megabytes: 290 },
    ];
    expect(describeMemory(processes)).toBe("Memory: 388 MB (mysql 290, mongodb 58, etcd 40)");
  });
});

describe("narrator", () => {
  it("lets a line through each second, and every failure", () => {
    let now = 0;
    const lines: string[] = [];
    const narrate = narrator(
      (line) => lines.push(line),
      () => now,
    );
    for (const [moment, line] of [
      [0, "first"],
      [400, "second"],
      [500, "failed: create x"],
      [1400, "third"],
      [1500, "fourth"],
    ] as const) {
      now = moment;
      narrate(line);
    }
    expect(lines).toEqual(["first", "failed: create x", "fourth"]);
  });
});
