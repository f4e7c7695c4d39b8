import * as mysql from "@pulumi/mysql";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import { pin } from "../../shared/lock";
import type {
  AccessOptions,
  MysqlAccess,
  MysqlAccessArgs,
  MysqlServer,
  ServerNetwork,
} from "../contract";
import { onePort, serverNetwork } from "../network";
import type { ExternalMysqlSettings } from "../settings";
import { grantDirectAccess } from "./direct-access";

export interface ExternalMysqlArgs {
  readonly settings: ExternalMysqlSettings;
  readonly adminPassword: pulumi.Output<string>;
  /** Whether an instance on it is protected from deletion, which keeps its kind from being changed. */
  readonly carriesProtected: boolean;
  readonly random: random.Provider;
}

const TLS = { verify: "true", "skip-verify": "skip-verify", off: "false" } as const;

/** A MySQL server that somebody else runs, reached directly from where `pulumi` runs. */
export class ExternalMysqlServer extends pulumi.ComponentResource implements MysqlServer {
  readonly network: ServerNetwork;
  private readonly provider: mysql.Provider;
  private readonly settings: ExternalMysqlSettings;

  constructor(name: string, args: ExternalMysqlArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { settings } = args;
    super("openedx:data:ExternalMysqlServer", name, { host: settings.host }, opts);
    this.settings = settings;
    this.network = serverNetwork([settings.host], [onePort(settings.port)], settings.network);
    const pinned = pin(
      `${name}-kind`,
      {
        settings: { kind: settings.kind, access: settings.access },
        carriesProtected: args.carriesProtected,
      },
      { parent: this, provider: args.random },
    );
    this.provider = new mysql.Provider(
      `${name}-server`,
      {
        endpoint: `${settings.host}:${settings.port}`,
        username: settings.adminUser,
        password: args.adminPassword,
        tls: TLS[settings.tls],
        // The plugin opens a pool for every operation and never closes it, so the pools must be small and brief.
        maxConnLifetimeSec: 10,
        maxOpenConns: 2,
      },
      { parent: this, dependsOn: [pinned] },
    );
    this.registerOutputs({ host: settings.host });
  }

  grantAccess(name: string, args: MysqlAccessArgs, opts: AccessOptions): MysqlAccess {
    const { host, port } = this.settings;
    return grantDirectAccess(name, { ...args, host, port }, { ...opts, provider: this.provider });
  }
}
