import { z } from "zod";
import { PROJECT_ROOT } from "../directories";
import { pluginEnvironment } from "../engine/environment";
import { MongoServers } from "../servers/mongodb";
import { standIn as aws } from "./aws";
import { standIn as command } from "./command";
import { standIn as digitalocean } from "./digitalocean";
import { faultsOnDemand } from "./faults";
import { kubernetesStandIn } from "./kubernetes";
import { standIn as mongodbatlas } from "./mongodbatlas";
import { standIn as mysql } from "./mysql";
import { serve, type ServedStandIn } from "./protocol";
import { standIn as random } from "./random";
import { standIn as tls } from "./tls";

/** The tools that the stand-ins need, see `Tools`. */
export const StandInTools = z.object({
  ferretdb: z.string(),
  chartCrds: z.record(z.string(), z.array(z.string())),
});

/** Which of the sandbox's servers the stand-ins need, see `Servers`. */
export const StandInServers = z.object({
  kubernetes: z.object({ url: z.string(), kubeconfig: z.string() }),
  mysql: z.object({
    flavor: z.enum(["mysql", "mariadb"]),
    version: z.string(),
    host: z.string(),
    port: z.number(),
    adminUser: z.string(),
    adminPassword: z.string(),
  }),
});

export interface StandInOptions {
  /** Folder of the sandbox. */
  readonly directory: string;
  readonly tools: z.infer<typeof StandInTools>;
  readonly servers: z.infer<typeof StandInServers>;
  /** Where the stand-ins for clouds find their credentials, as the official plugins do. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Serves every stand-in, each on a free port. */
export function serveStandIns(options: StandInOptions): Promise<ServedStandIn[]> {
  const { directory, tools, servers, environment } = options;
  const faults = faultsOnDemand(directory);
  const mongoServers = new MongoServers(tools.ferretdb, directory);
  const workplace = {
    folder: PROJECT_ROOT,
    environmentOf: (stack: string) => pluginEnvironment(directory, stack),
  };
  return Promise.all([
    serve(kubernetesStandIn(tools.chartCrds), { faults }),
    serve(random, { faults }),
    serve(tls, { faults }),
    serve(mysql, { faults }),
    serve(aws(environment, { directory, servers }), { faults }),
    serve(digitalocean(environment, { directory, servers }), { faults }),
    serve(mongodbatlas(mongoServers, directory), { faults }),
    serve(command(workplace), { faults }),
  ]);
}
