/** The programs that the sandbox runs, as absolute paths. */
export interface Tools {
  readonly pulumi: string;
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubectl: string;
  readonly versitygw: string;
  readonly ferretdb: string;
  readonly mysql: MysqlInstallation;
  /** Clients of the data servers, as they are in the images of the workflow templates; MySQL's is beside its server. */
  readonly awsCli: ClientProgram;
  readonly mongosh: ClientProgram;
  /** Files with the custom resource definitions of the charts, by chart name. */
  readonly chartCrds: Readonly<Record<string, readonly string[]>>;
}

/** A program that may need another one to run it. */
export interface ClientProgram {
  /** Command line up to the program's own parameters. */
  readonly command: readonly string[];
  /** What must be in its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** An unpacked MySQL or MariaDB server, which needs its own loader and libraries. */
export interface MysqlInstallation {
  readonly flavor: "mysql" | "mariadb";
  readonly version: string;
  /** Command line up to the server's own options. */
  readonly server: readonly string[];
  /** Command line that makes a data directory: its options follow. */
  readonly initialize: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Root of the unpacked packages; MariaDB needs `usr` below it as `--basedir`. */
  readonly root: string;
}

/** Where the running servers are and how to log in as their administrators. All addresses are loopback. */
export interface Servers {
  readonly kubernetes: {
    /** https://127.0.0.1:port */
    readonly url: string;
    /** File with an administrator's kubeconfig (client certificate embedded as data). */
    readonly kubeconfig: string;
  };
  readonly mysql: {
    readonly flavor: "mysql" | "mariadb";
    readonly version: string;
    readonly host: string;
    readonly port: number;
    readonly adminUser: string;
    readonly adminPassword: string;
  };
  readonly objectStorage: {
    /** S3 API, http://127.0.0.1:port */
    readonly endpoint: string;
    /** IAM API, http://127.0.0.1:port */
    readonly iamEndpoint: string;
    readonly region: string;
    readonly rootAccessKeyId: string;
    readonly rootSecretAccessKey: string;
  };
}

/** How a long step tells what it does. */
export type Report = (line: string) => void;

/** An error whose message alone is meant for the operator; it is printed without a stack trace. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}
