import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { accessTo } from "../cluster-access";
import { withConnection } from "../cluster-connection";
import { toldByFirst } from "../first-stack";
import { iamAccessKeys } from "./access-keys";
import { kubectlMark } from "./kubectl-mark";
import { PulumiStack } from "./pulumi-stack";
import { recover } from "./recover";
import { spacesKeys } from "./spaces-keys";

export { recover } from "./recover";
export type { RecoverOptions } from "./recover";

const USAGE = "usage: npm run openedx -- recover --stack NAME [--json]";

const CHECKOUT = join(__dirname, "..", "..");

const Storage = z.looseObject({ region: z.string(), iamEndpoint: z.string().optional() });

/**
 * `openedx recover`: puts a real stack in order after a run that was killed.
 * It needs what `pulumi up` needs: the backend, the passphrase, the cluster, and for storage keys the credentials of AWS
 * or DigitalOcean's token.
 *
 * @returns the exit code
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parameters = parametersOf(argv);
  if (parameters === undefined) {
    console.error(USAGE);
    return 2;
  }
  const lines: string[] = [];
  const report = (line: string): void => {
    lines.push(line);
    if (!parameters.json) console.log(line);
  };
  try {
    const recovered = await recoverStack(parameters.stack, report);
    if (!recovered)
      report(`Nothing to recover: the last run of ${parameters.stack} was not cut short.`);
    if (parameters.json) console.log(JSON.stringify({ recovered, lines }));
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(
      `${message}\nPut right what it names and run the same command again. If the stack is locked by a run ` +
        `that was killed, first run "pulumi cancel --stack ${parameters.stack}".`,
    );
    return 1;
  }
}

function parametersOf(argv: readonly string[]): { stack: string; json: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { stack: { type: "string" }, json: { type: "boolean", default: false } },
    });
    return values.stack === undefined ? undefined : { stack: values.stack, json: values.json };
  } catch {
    return undefined;
  }
}

async function recoverStack(name: string, report: (line: string) => void): Promise<boolean> {
  const stack = new PulumiStack({ stack: name, directory: CHECKOUT, report });
  const configuration = await stack.configuration();
  const section = (key: string): unknown => JSON.parse(configuration.get(`openedx:${key}`) ?? "{}");
  // A shard has cluster and storage of its first stack.
  const told = await toldByFirst(name, section("cluster"));
  const { region, iamEndpoint } = Storage.parse(told?.values["storage"] ?? section("storage"));
  const kubeconfig = () =>
    told?.secrets.kubeconfig ?? configuration.get("openedx:kubeconfig") ?? "";
  const access = await accessTo(told?.values["cluster"] ?? section("cluster"), kubeconfig);
  return withConnection(access, (connection) =>
    recover({
      stack,
      readMark: kubectlMark("kubectl", connection),
      accessKeys: {
        "aws:iam/accessKey:AccessKey": iamAccessKeys({ region, endpoint: iamEndpoint }),
        "digitalocean:index/spacesKey:SpacesKey": spacesKeys,
      },
      report,
    }),
  );
}
