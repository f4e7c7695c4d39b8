import { generateKeyPairSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor, type Mocks } from "@pulumi/pulumi/runtime/mocks";
import { vi } from "vitest";
import { FOUND } from "./found";

/** One registration, as the engine would have received it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Types from the root down, joined by `$`, as in a URN. */
  readonly qualifiedType: string;
  readonly custom: boolean;
  /** URN and id of the provider; empty where none was named. */
  readonly provider: string;
  readonly inputs: Record<string, unknown>;
  readonly protect: boolean;
  readonly deletedWith: string;
  readonly dependencies: readonly string[];
  /** Those that inputs bring along, once for each input. */
  readonly inputDependencies: readonly string[];
  readonly secretOutputs: readonly string[];
  /** Inputs whose changes are left as they are. */
  readonly ignoreChanges: readonly string[];
  /** Whether the source lines that led to the resource were sent along. */
  readonly positioned: boolean;
  readonly urn: string;
  readonly parent: string;
}

/** Turns registrations into what tests read, and knows the types from the root down. */
class Recorder {
  readonly recorded: Recorded[] = [];
  private readonly qualifiedTypes = new Map<string, string>();

  keep(request: unknown): void {
    if (!(request instanceof RegisterResourceRequest)) throw new Error("not a registration");
    const parent = request.getParent();
    const parentType = this.qualifiedTypes.get(parent);
    const type = request.getType();
    const qualifiedType = parentType === undefined ? type : `${parentType}$${type}`;
    // The mock engine's URNs name the last parent only; they are what later registrations refer to.
    const urn = `urn:pulumi:test::openedx::${lastParent(parent)}${type}::${request.getName()}`;
    this.qualifiedTypes.set(urn, qualifiedType);
    this.recorded.push({
      type,
      name: request.getName(),
      qualifiedType,
      custom: request.getCustom(),
      provider: request.getProvider(),
      inputs: request.getObject()?.toJavaScript() ?? {},
      protect: request.getProtect() ?? false,
      deletedWith: request.getDeletedwith(),
      dependencies: request.getDependenciesList(),
      inputDependencies: inputDependencies(request),
      secretOutputs: request.getAdditionalsecretoutputsList(),
      ignoreChanges: request.getIgnorechangesList(),
      positioned: (request.getStacktrace()?.getFramesList().length ?? 0) > 0,
      urn,
      parent,
    });
  }
}

function inputDependencies(request: RegisterResourceRequest): string[] {
  const urns: string[] = [];
  request.getPropertydependenciesMap().forEach((each) => urns.push(...each.getUrnsList()));
  return urns;
}

function lastParent(parent: string): string {
  const type = parent.split("::")[2]?.split("$").pop();
  return type === undefined ? "" : `${type}$`;
}

/** The seed that the mock engine makes up for a resource of this name. */
export const madeUpSeed = (name: string): string => Buffer.from(name).toString("hex");

/** What a real key looks like; made once, as it takes a tenth of a second. */
const RSA_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  type: "pkcs1",
  format: "pem",
});

const privateAddress = (endpointId: string, srvConnectionString: string) => ({
  srvConnectionString,
  endpoints: [{ endpointId }],
});

/** Outputs that a provider would make up, so that names derived from them can be followed. */
const OUTPUTS: Readonly<Record<string, (name: string) => Record<string, unknown>>> = {
  "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }),
  "random:index/randomBytes:RandomBytes": (name) => ({ hex: madeUpSeed(name) }),
  "random:index/randomPassword:RandomPassword": (name) => ({
    result: `generated-${name}`,
    bcryptHash: `hash-${name}`,
  }),
  "random:index/randomUuid:RandomUuid": () => ({ result: "00000000-0000-4000-8000-000000000000" }),
  "tls:index/privateKey:PrivateKey": () => ({ privateKeyPem: RSA_KEY }),
  "aws:iam/accessKey:AccessKey": (name) => ({ secret: `generated-${name}` }),
  "aws:s3/bucket:Bucket": (name) => ({ arn: `arn:aws:s3:::${name}` }),
  "aws:eks/cluster:Cluster": (name) => ({
    endpoint: `https://${name}.eks.amazonaws.com`,
    certificateAuthority: { data: "Y2VydGlmaWNhdGU=" },
    // The only output that is below an input.
    vpcConfig: { clusterSecurityGroupId: `${name}-security-group` },
  }),
  "digitalocean:index/kubernetesCluster:KubernetesCluster": (name) => ({
    endpoint: `https://${name}.k8s.ondigitalocean.com`,
    clusterUrn: `do:kubernetes:${name}`,
    kubeConfigs: [{ clusterCaCertificate: "Y2VydGlmaWNhdGU=", token: `generated-${name}` }],
  }),
  "digitalocean:index/spacesKey:SpacesKey": (name) => ({
    accessKey: `generated-id-${name}`,
    secretKey: `generated-secret-${name}`,
  }),
  "digitalocean:index/databaseCluster:DatabaseCluster": (name) => ({
    host: `public-${name}.db.ondigitalocean.com`,
    privateHost: `private-${name}.db.ondigitalocean.com`,
    clusterUrn: `do:dbaas:${name}`,
    user: "doadmin",
    password: `generated-${name}`,
  }),
  "mongodbatlas:index/privateLinkEndpoint:PrivateLinkEndpoint": (name) => ({
    endpointServiceName: `com.amazonaws.vpce.eu-central-1.${name}`,
    privateLinkId: `${name}-private-link`,
  }),
  "mongodbatlas:index/advancedCluster:AdvancedCluster": () => ({
    connectionStrings: {
      standardSrv: "mongodb+srv://campus.abc12.mongodb.net",
      privateEndpoints: [
        privateAddress("of-somebody-else", "mongodb+srv://campus-pl-1.abc12.mongodb.net"),
        privateAddress("mongodb-endpoint-id", "mongodb+srv://campus-pl-0.abc12.mongodb.net"),
      ],
    },
  }),
  "command:local:Command": (name) => ({ stdout: `told-${name}` }),
  "aws:rds/instance:Instance": (name) => ({ address: `${name}.rds.amazonaws.com` }),
};

/** What functions of a provider say; the program calls no others. */
const ANSWERS: Readonly<Record<string, Record<string, unknown>>> = {
  ...FOUND,
  "digitalocean:index/getDatabaseCa:getDatabaseCa": {
    certificate: "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n",
  },
};

const MOCKS: Mocks = {
  newResource: ({ type, name, inputs }) => ({
    id: `${name}-id`,
    state: {
      ...(type.startsWith("aws:") && { name, arn: `arn:aws:made-up:::${name}` }),
      ...(inputs as Record<string, unknown>),
      ...OUTPUTS[type]?.(name),
    },
  }),
  call: ({ token }) => {
    const answer = ANSWERS[token];
    if (answer !== undefined) return answer;
    throw new Error(`the program called ${token}; it should need no such function of a provider`);
  },
};

/**
 * Runs a program against Pulumi's mock engine and gives back every registration whole: mocks alone see neither
 * parents nor options, so the mock engine's own entry is watched.
 */
export async function record(build: () => unknown): Promise<readonly Recorded[]> {
  await pulumi.runtime.setMocks(MOCKS, "openedx", "test", false, "organization");
  const registrations = vi.spyOn(MockMonitor.prototype, "registerResource");
  try {
    build();
    await pulumi.runtime.disconnect();
    const recorder = new Recorder();
    for (const [request] of registrations.mock.calls) recorder.keep(request);
    return recorder.recorded;
  } finally {
    registrations.mockRestore();
  }
}

/** The inputs as text, with the marks that Pulumi puts around secrets and unknowns. */
export const inputsText = (recorded: Recorded): string => JSON.stringify(recorded.inputs);

/** The provider's URN; its reference ends in its id. Empty where none was named. */
export const providerUrn = ({ provider }: Recorded): string => provider.replace(/::[^:]*$/, "");

/** URNs of a resource and of everything that it depends on, directly or not. */
export const reachable = (recorded: readonly Recorded[], from: Recorded): ReadonlySet<string> =>
  walk(recorded, from, ({ dependencies }) => dependencies);

/** URNs of a resource and of all that it depends on, directly or not: by what it names, by its provider and parents. */
export const allBefore = (recorded: readonly Recorded[], from: Recorded): ReadonlySet<string> =>
  walk(recorded, from, (each) => [...each.dependencies, providerUrn(each), each.parent]);

function walk(
  recorded: readonly Recorded[],
  from: Recorded,
  before: (each: Recorded) => readonly string[],
): ReadonlySet<string> {
  const byUrn = new Map(recorded.map((each) => [each.urn, each]));
  const reached = new Set<string>();
  const visit = (urn: string): void => {
    if (urn === "" || reached.has(urn)) return;
    reached.add(urn);
    const each = byUrn.get(urn);
    if (each !== undefined) before(each).forEach(visit);
  };
  visit(from.urn);
  return reached;
}
