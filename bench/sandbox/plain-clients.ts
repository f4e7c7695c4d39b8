import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import type { RunningSandbox } from "../../sandbox/engine/running";
import { writePrivateJson } from "../../sandbox/servers/files";
import { run } from "../../sandbox/toolchain/command";
import { timed } from "../timed";
import { createStatements, dropStatements } from "./plain-sql";
import type { KubernetesObject, PlainObjects } from "./plain-objects";

/** Makes and removes the objects of instances as one does without Pulumi: `kubectl` and SQL. */
export class PlainClients {
  constructor(private readonly sandbox: RunningSandbox) {}

  /** Seconds that it takes to make the objects, or to find that they are as they should be. */
  async apply(instances: readonly PlainObjects[]): Promise<number> {
    const manifests = instances.flatMap((instance) => instance.manifests);
    const { seconds } = await timed(async () => {
      await this.sql(instances.flatMap(createStatements));
      await this.kubectl(manifests, "apply", "--server-side");
    });
    return seconds;
  }

  /** Seconds that it takes until the objects are gone. */
  async delete(instances: readonly PlainObjects[]): Promise<number> {
    // In reverse, so that namespaces come last: what they hold cannot be deleted any more once they are gone.
    const manifests = instances.flatMap((instance) => instance.manifests).reverse();
    const isApplication = ({ kind }: KubernetesObject) => kind === "Application";
    const { seconds } = await timed(async () => {
      // Argo CD finishes the deletion of an Application only while its project is there.
      await this.kubectl(manifests.filter(isApplication), "delete", "--wait");
      await this.kubectl(
        manifests.filter((manifest) => !isApplication(manifest)),
        "delete",
        "--wait",
      );
      await this.sql(instances.flatMap(dropStatements));
    });
    return seconds;
  }

  private async kubectl(
    items: readonly KubernetesObject[],
    ...command: readonly string[]
  ): Promise<void> {
    const { directory, tools, servers } = this.sandbox;
    const file = join(directory, "plain-objects.json");
    writePrivateJson(file, { apiVersion: "v1", kind: "List", items });
    const kubeconfig = `--kubeconfig=${servers.kubernetes.kubeconfig}`;
    await run(tools.kubectl, [kubeconfig, ...command, `--filename=${file}`], {
      environment: process.env,
    });
  }

  private async sql(statements: readonly string[]): Promise<void> {
    const { host, port, adminUser, adminPassword } = this.sandbox.servers.mysql;
    const connection = await createConnection({
      host,
      port,
      user: adminUser,
      password: adminPassword,
    });
    try {
      for (const statement of statements) await connection.query(statement);
    } finally {
      await connection.end();
    }
  }
}
