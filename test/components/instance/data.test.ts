import { describe, expect, it } from "vitest";
import { program } from "../../../components/program";
import type { ProgramSettings } from "../../../components/settings";
import { record, type Recorded } from "../../support/recorder";
import {
  IN_CLUSTER,
  ofPublicMedia,
  sampleInstance,
  sampleSecrets,
  sampleSettings,
  STORAGE_SETTINGS,
} from "../../support/settings";

const history = ofPublicMedia(sampleInstance("history", { databases: ["notes", "wiki"] }));

const SERVERS: Readonly<Record<string, Partial<ProgramSettings>>> = {
  "a direct connection, Atlas and S3": {},
  "workflows and S3": IN_CLUSTER,
  "workflows and a server with keys of its own": {
    ...IN_CLUSTER,
    storage: STORAGE_SETTINGS["s3-compatible, given"],
  },
};

/** What holds data, or stands for it. */
const isData = ({ type, name }: Recorded): boolean =>
  ["aws:s3/bucket:Bucket", "mysql:index/database:Database"].includes(type) ||
  (type === "command:local:Command" && name.endsWith("-database"));

/** What lets somebody in. */
const isWayIn = ({ type, name }: Recorded): boolean =>
  [
    "aws:iam/accessKey:AccessKey",
    "aws:iam/user:User",
    "aws:iam/userPolicy:UserPolicy",
    "mongodbatlas:index/databaseUser:DatabaseUser",
    "mysql:index/grant:Grant",
    "mysql:index/user:User",
  ].includes(type) ||
  (type === "command:local:Command" && name.endsWith("-access"));

const MYSQL_DATA = ["mysql-wiki", "mysql-notes", "mysql"].map((name) => `history-${name}-database`);
const BUCKETS = ["history-storage-bucket", "history-storage-public-bucket"];

describe.each(Object.entries(SERVERS))("an instance with %s", (_, servers) => {
  const recordHistory = async () => {
    const recorded = await record(() =>
      program(sampleSettings([history], servers), sampleSecrets()),
    );
    const byUrn = new Map(recorded.map((each) => [each.urn, each]));
    /** What a removal takes away only once `first` is gone: all that it depends on. */
    const goAfter = (first: Recorded): ReadonlySet<Recorded> => {
      const reached = new Set<Recorded>();
      const visit = (urn: string): void => {
        const found = byUrn.get(urn);
        if (found === undefined || reached.has(found)) return;
        reached.add(found);
        found.dependencies.forEach(visit);
      };
      first.dependencies.forEach(visit);
      return reached;
    };
    return { recorded, goAfter };
  };

  it("loses every way in before the first of its data, so that one that stays keeps all data", async () => {
    const { recorded, goAfter } = await recordHistory();
    const data = recorded.filter(isData);
    const ways = recorded.filter(isWayIn);
    expect(data.length).toBeGreaterThanOrEqual(5);
    expect(ways.length).toBeGreaterThanOrEqual(4);
    for (const way of ways)
      expect([way.name, data.filter((each) => !goAfter(way).has(each))]).toEqual([way.name, []]);
  });

  it("loses its data server by server, the buckets last, and then the namespace", async () => {
    const { recorded, goAfter } = await recordHistory();
    const mongodb = "mongodb" in servers ? ["history-mongodb-database"] : [];
    const order = [...MYSQL_DATA, ...mongodb].map((name) => [name]);
    order.push(BUCKETS, ["history-namespace"]);
    const named = (name: string) => recorded.filter((each) => each.name === name);
    for (const [index, names] of order.entries())
      for (const first of names.flatMap(named)) {
        const later = order.slice(index + 1).flat();
        expect([...goAfter(first)].map(({ name }) => name)).toEqual(expect.arrayContaining(later));
      }
    expect(
      recorded
        .filter(isData)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(order.slice(0, -1).flat().sort());
  });
});
