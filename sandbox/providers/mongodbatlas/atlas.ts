import type { MongoServers } from "../../servers";
import type { UserRecords } from "./user-records";

/** What database users are made with. */
export interface Atlas {
  readonly records: UserRecords;
  readonly servers: Pick<MongoServers, "start" | "remove">;
}
