import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperatorError, type Servers } from "../../contract";
import { makePrivateDirectory, writePrivateJson } from "../../servers/files";
import { readKubeconfig } from "../kubernetes/kubeconfig";

/** What of the sandbox stands for clusters and data servers of a cloud, and where its account is kept. */
export interface CloudSite {
  /** Folder of the sandbox. */
  readonly directory: string;
  readonly servers: Pick<Servers, "kubernetes" | "mysql">;
}

/** Where an API server is. */
export interface Address {
  readonly endpoint: string;
  /** PEM in base64. */
  readonly certificateAuthority: string;
}

/** What the program of a cloud can print of a cluster. */
export interface Printed {
  readonly cluster: unknown;
  readonly kubeconfig?: unknown;
}

const PARTS = ["cluster", "kubeconfig", "login"] as const;

/**
 * The sandbox's API server, as the control plane of every cluster of a cloud. What the cloud's own program is asked for is
 * kept in files while there is a cluster: `<name>.cluster.json` and what else it prints, and `<name>.login.json`, which
 * lets its administrator in.
 */
export class ControlPlane {
  /**
   * @param folder where the files are
   * @param kubeconfig file with an administrator's kubeconfig for the API server
   */
  constructor(
    private readonly folder: string,
    private readonly kubeconfig: string,
  ) {}

  address(): Address {
    const { server, authority = "" } = this.access();
    return { endpoint: server, certificateAuthority: Buffer.from(authority).toString("base64") };
  }

  /** Makes a cluster known, or changes what is known of it. */
  open(name: string, printed: Printed): void {
    const { certificate, key } = this.access();
    if (certificate === undefined || key === undefined)
      throw new OperatorError(`${this.kubeconfig} holds no client certificate`);
    makePrivateDirectory(this.folder);
    for (const [part, content] of Object.entries(printed))
      writePrivateJson(this.file(name, part), content);
    // With a cloud it is a token that ends after some minutes.
    writePrivateJson(this.file(name, "login"), {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      kind: "ExecCredential",
      status: { clientCertificateData: certificate, clientKeyData: key },
    });
  }

  close(name: string): void {
    for (const part of PARTS) rmSync(this.file(name, part), { force: true });
  }

  private access() {
    return readKubeconfig(readFileSync(this.kubeconfig, "utf8"));
  }

  private file(name: string, part: string): string {
    return join(this.folder, `${name}.${part}.json`);
  }
}
