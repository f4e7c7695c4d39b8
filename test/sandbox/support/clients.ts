import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { createConnection, type Connection } from "mysql2/promise";
import { readKubeconfig } from "../../../sandbox/providers/kubernetes/kubeconfig";
import { Transport } from "../../../sandbox/providers/kubernetes/transport";
import { sandbox } from "./sandbox";

/** Requests to the API server as its administrator, as plain JSON. */
export function kubernetes(): Transport {
  const kubeconfig = readFileSync(sandbox().servers.kubernetes.kubeconfig, "utf8");
  const rateLimit = { qps: 500, burst: 1000 };
  return new Transport(readKubeconfig(kubeconfig), { rateLimit, timeoutSeconds: 20 });
}

/** Runs kubectl as the administrator. Gives what it prints; rejects with its exit code otherwise. */
export async function kubectl(...parameters: readonly string[]): Promise<string> {
  const { tools, servers } = sandbox();
  const command = [`--kubeconfig=${servers.kubernetes.kubeconfig}`, ...parameters];
  return (await promisify(execFile)(tools.kubectl, command)).stdout;
}

export interface MysqlLogin {
  readonly user: string;
  readonly password: string;
  readonly database?: string;
}

/** A connection to MySQL, the administrator's by default. The caller ends it. */
export function mysql(login?: MysqlLogin): Promise<Connection> {
  const { host, port, adminUser, adminPassword } = sandbox().servers.mysql;
  return createConnection({
    host,
    port,
    ...(login ?? { user: adminUser, password: adminPassword }),
  });
}

export interface StorageLogin {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const storageRoot = (): StorageLogin => {
  const { rootAccessKeyId, rootSecretAccessKey } = sandbox().servers.objectStorage;
  return { accessKeyId: rootAccessKeyId, secretAccessKey: rootSecretAccessKey };
};

/** A client of the object storage, the administrator's by default. */
export function s3(credentials: StorageLogin = storageRoot()): S3Client {
  const { endpoint, region } = sandbox().servers.objectStorage;
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

/** A client of the storage's IAM service, as its administrator. */
export function iam(): IAMClient {
  const { iamEndpoint, region } = sandbox().servers.objectStorage;
  return new IAMClient({ endpoint: iamEndpoint, region, credentials: storageRoot() });
}
