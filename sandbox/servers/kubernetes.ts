import { join } from "node:path";
import { stringify } from "yaml";
import type { Servers, Tools } from "../contract";
import { credentials } from "./credentials";
import { ensureEtcd } from "./etcd";
import { writePrivateFile } from "./files";
import { answersWell } from "./http-probe";
import { preparePki } from "./pki";
import type { Client, Pki } from "./pki";
import { LOOPBACK, portFor } from "./ports";
import { ensureServer } from "./server";
import type { Start } from "./server";

/** Those that work without nodes: nothing runs here, so nothing that schedules or heals is needed. */
const CONTROLLERS = [
  "namespace-controller",
  "garbage-collector-controller",
  "serviceaccount-controller",
  "serviceaccount-token-controller",
  "root-ca-certificate-publisher-controller",
  "resourcequota-controller",
  "clusterrole-aggregation-controller",
];

const ADMISSION = [
  "NamespaceLifecycle",
  "NodeRestriction",
  "PodSecurity",
  "LimitRanger",
  "ResourceQuota",
  "ServiceAccount",
];

/** Runs a Kubernetes API with the controllers that need no nodes, and says where it is. */
export async function ensureKubernetes(start: Start, tools: Tools): Promise<Servers["kubernetes"]> {
  const pki = await preparePki(start.directory);
  const etcdUrl = await ensureEtcd(start, tools.etcd, pki);
  const url = await ensureApiServer(start, tools.kubeApiserver, pki, etcdUrl);
  await ensureControllerManager(start, tools.kubeControllerManager, pki, url);
  return { url, kubeconfig: writeKubeconfig(start.directory, url, pki, "admin") };
}

async function ensureApiServer(
  start: Start,
  program: string,
  pki: Pki,
  etcdUrl: string,
): Promise<string> {
  const workingDirectory = join(start.directory, "kube-apiserver");
  const port = portFor(start.directory, "kube-apiserver");
  const url = `https://${LOOPBACK}:${port}`;
  await ensureServer(start, {
    name: "kube-apiserver",
    title: "kube-apiserver",
    workingDirectory,
    command: [
      program,
      `--bind-address=${LOOPBACK}`,
      `--advertise-address=${LOOPBACK}`,
      `--secure-port=${port}`,
      `--etcd-servers=${etcdUrl}`,
      `--etcd-prefix=${credentials(start.directory).etcdPrefix}`,
      ...[`--etcd-cafile=${pki.ca}`, `--etcd-certfile=${pki.serverCertificate}`],
      `--etcd-keyfile=${pki.serverKey}`,
      `--client-ca-file=${pki.ca}`,
      ...[`--tls-cert-file=${pki.serverCertificate}`, `--tls-private-key-file=${pki.serverKey}`],
      `--cert-dir=${workingDirectory}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${pki.serviceAccountPublicKey}`,
      `--service-account-signing-key-file=${pki.serviceAccountKey}`,
      "--service-cluster-ip-range=10.0.0.0/16",
      // No pods look for the API server, so nobody keeps the list of its addresses.
      "--endpoint-reconciler-type=none",
      "--authorization-mode=Node,RBAC",
      `--enable-admission-plugins=${ADMISSION.join(",")}`,
      // As on real clusters: it is the profile of a namespace that forbids it.
      "--allow-privileged=true",
      "--event-ttl=10m",
      "--profiling=false",
      ...["--max-requests-inflight=800", "--max-mutating-requests-inflight=400"],
    ],
    ports: [port],
    ready: () => answersWell(`${url}/readyz`, pki.client("admin")),
  });
  return url;
}

async function ensureControllerManager(
  start: Start,
  program: string,
  pki: Pki,
  apiUrl: string,
): Promise<void> {
  const workingDirectory = join(start.directory, "kube-controller-manager");
  const port = portFor(start.directory, "kube-controller-manager");
  const admin = pki.client("admin");
  // The first account of a fresh cluster is the controllers' work: once it is there, they do work.
  const firstAccount = `${apiUrl}/api/v1/namespaces/default/serviceaccounts/default`;
  await ensureServer(start, {
    name: "kube-controller-manager",
    title: "kube-controller-manager",
    workingDirectory,
    command: [
      program,
      `--kubeconfig=${writeKubeconfig(start.directory, apiUrl, pki, "kube-controller-manager")}`,
      ...[`--bind-address=${LOOPBACK}`, `--secure-port=${port}`],
      ...[`--tls-cert-file=${pki.serverCertificate}`, `--tls-private-key-file=${pki.serverKey}`],
      `--cert-dir=${workingDirectory}`,
      "--leader-elect=false",
      `--controllers=${CONTROLLERS.join(",")}`,
      // Each controller acts as its own ServiceAccount; under RBAC the shared user may do too little.
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${pki.serviceAccountKey}`,
      `--root-ca-file=${pki.ca}`,
      ...["--kube-api-qps=200", "--kube-api-burst=400"],
      ...["--concurrent-namespace-syncs=20", "--concurrent-gc-syncs=20"],
      "--profiling=false",
    ],
    ports: [port],
    ready: async () =>
      (await answersWell(`https://${LOOPBACK}:${port}/healthz`, admin)) &&
      (await answersWell(firstAccount, admin)),
  });
}

/** Writes what a client needs to log in, certificates included, and returns the file's path. */
function writeKubeconfig(directory: string, url: string, pki: Pki, client: Client): string {
  const file = join(directory, `${client}.kubeconfig`);
  const { ca, cert, key } = pki.client(client);
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const name = "openedx-sandbox";
  const cluster = { server: url, "certificate-authority-data": base64(ca) };
  const user = { "client-certificate-data": base64(cert), "client-key-data": base64(key) };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  writePrivateFile(file, stringify(config));
  return file;
}
