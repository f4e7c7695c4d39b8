import { join } from "node:path";
import type { Servers } from "../contract";
import { credentials } from "./credentials";
import { makePrivateDirectory } from "./files";
import { answersWell } from "./http-probe";
import { LOOPBACK, portFor } from "./ports";
import { ensureServer } from "./server";
import type { Start } from "./server";

const REGION = "us-east-1";
const HEALTH = "/health";

/**
 * Where the gateway asks the IAM service about keys, as seen from the folder of either. Relative, because the
 * path of a socket holds at most 107 bytes (unix(7)) and that of a checkout may be longer.
 */
const IAM_SOCKET = "../iam.sock";

/** Runs an S3 server whose keys reach what their policies allow, and says where it is. */
export async function ensureObjectStorage(
  start: Start,
  versitygw: string,
): Promise<Servers["objectStorage"]> {
  const { objectStorageAccessKeyId, objectStorageSecretAccessKey } = credentials(start.directory);
  const folder = (name: string): string => {
    const path = join(start.directory, "object-storage", name);
    makePrivateDirectory(path);
    return path;
  };
  const ensure = async (gateway: Gateway): Promise<string> => {
    const { name, title, workingDirectory } = gateway;
    const port = portFor(start.directory, name);
    const url = `http://${LOOPBACK}:${port}`;
    const listen = [`--port=${LOOPBACK}:${port}`, `--region=${REGION}`, `--health=${HEALTH}`];
    await ensureServer(start, {
      ...{ name, title, workingDirectory },
      environment: {
        ROOT_ACCESS_KEY_ID: objectStorageAccessKeyId,
        ROOT_SECRET_ACCESS_KEY: objectStorageSecretAccessKey,
      },
      command: [versitygw, ...listen, "--quiet", ...gateway.options],
      ports: [port],
      ready: () => answersWell(`${url}${HEALTH}`),
    });
    return url;
  };
  const iamEndpoint = await ensure({
    name: "iam",
    title: "versitygw's IAM service",
    workingDirectory: folder("accounts"),
    options: ["iam", "--dir=.", `--private-ports=${IAM_SOCKET}`],
  });
  const endpoint = await ensure({
    name: "object-storage",
    title: "versitygw",
    workingDirectory: folder("buckets"),
    options: [
      `--iam-standalone-endpoint=${IAM_SOCKET}`,
      // Without the cache a key that was taken away is refused at once, not two minutes later.
      "--iam-cache-disable",
      ...["posix", `--versioning-dir=${folder("versions")}`, "."],
    ],
  });
  return {
    endpoint,
    iamEndpoint,
    region: REGION,
    rootAccessKeyId: objectStorageAccessKeyId,
    rootSecretAccessKey: objectStorageSecretAccessKey,
  };
}

/** One of the two processes. */
interface Gateway {
  readonly name: "iam" | "object-storage";
  readonly title: string;
  readonly workingDirectory: string;
  readonly options: readonly string[];
}
