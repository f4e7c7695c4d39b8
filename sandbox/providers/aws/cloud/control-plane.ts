import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../../contract";
import { makePrivateDirectory, writePrivateJson } from "../../../servers/files";
import { readKubeconfig } from "../../kubernetes/kubeconfig";

/** Where the files of a sandbox's clusters are, which its `aws` command prints. */
export const clustersFolder = (directory: string): string => join(directory, "aws", "eks");

/**
 * The sandbox's API server, as the control plane of every cluster of EKS. What the AWS CLI is asked for is kept in files
 * while there is a cluster: `<name>.json` says where it is, `<name>.login.json` lets its administrator in.
 */
export class ControlPlane {
  private readonly folder: string;

  /**
   * @param directory folder of the sandbox
   * @param kubeconfig file with an administrator's kubeconfig for the API server
   */
  constructor(
    directory: string,
    private readonly kubeconfig: string,
  ) {
    this.folder = clustersFolder(directory);
  }

  /** As EKS tells them. */
  address(): { readonly endpoint: string; readonly certificateAuthority: string } {
    const { server, authority = "" } = this.access();
    return { endpoint: server, certificateAuthority: base64(authority) };
  }

  open(name: string): void {
    const { certificate, key } = this.access();
    if (certificate === undefined || key === undefined)
      throw new OperatorError(`${this.kubeconfig} holds no client certificate`);
    makePrivateDirectory(this.folder);
    writePrivateJson(this.file(name), this.address());
    // With AWS it is a token that ends after 15 minutes.
    writePrivateJson(this.file(`${name}.login`), {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      kind: "ExecCredential",
      status: { clientCertificateData: certificate, clientKeyData: key },
    });
  }

  close(name: string): void {
    for (const each of [name, `${name}.login`]) rmSync(this.file(each), { force: true });
  }

  private access() {
    return readKubeconfig(readFileSync(this.kubeconfig, "utf8"));
  }

  private file(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
