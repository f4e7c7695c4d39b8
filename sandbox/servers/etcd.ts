import { join } from "node:path";
import { answersWell } from "./http-probe";
import type { Pki } from "./pki";
import { LOOPBACK, portFor } from "./ports";
import { ensureServer } from "./server";
import type { Start } from "./server";

/**
 * Runs etcd, where the API server keeps everything, and returns its address. Only holders of a certificate of
 * this sandbox get in: on a machine with several users loopback alone keeps no secret.
 */
export async function ensureEtcd(start: Start, program: string, pki: Pki): Promise<string> {
  const workingDirectory = join(start.directory, "etcd");
  const [clients, peers] = [
    portFor(start.directory, "etcd"),
    portFor(start.directory, "etcd-peers"),
  ];
  const url = `https://${LOOPBACK}:${clients}`;
  const peerUrl = `https://${LOOPBACK}:${peers}`;
  await ensureServer(start, {
    name: "etcd",
    title: "etcd",
    workingDirectory,
    command: [
      program,
      "--name=sandbox",
      `--data-dir=${join(workingDirectory, "data")}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=sandbox=${peerUrl}`,
      ...["--client-cert-auth", `--trusted-ca-file=${pki.ca}`],
      ...[`--cert-file=${pki.serverCertificate}`, `--key-file=${pki.serverKey}`],
      ...["--peer-client-cert-auth", `--peer-trusted-ca-file=${pki.ca}`],
      ...[`--peer-cert-file=${pki.serverCertificate}`, `--peer-key-file=${pki.serverKey}`],
      // Survives a killed process, but perhaps not a power cut: no write waits for the disk.
      "--unsafe-no-fsync",
    ],
    ports: [clients, peers],
    ready: () => answersWell(`${url}/health`, pki.client("admin")),
  });
  return url;
}
