/** What clouds tell of what is there already, by function. */
export const FOUND = {
  "aws:eks/getCluster:getCluster": {
    id: "shared",
    endpoint: "https://shared.eks.amazonaws.com",
    certificateAuthorities: [{ data: "Y2VydGlmaWNhdGU=" }],
    kubernetesNetworkConfigs: [{ serviceIpv4Cidr: "172.20.0.0/16" }],
    vpcConfig: { vpcId: "vpc-0a1b2c3d", clusterSecurityGroupId: "sg-0a1b2c3d" },
  },
  "aws:rds/getInstance:getInstance": {
    address: "shared-mysql.rds.amazonaws.com",
    engine: "mysql",
    masterUsername: "root_of_shared",
    port: 3306,
    dbInstancePort: 0,
    vpcSecurityGroups: ["sg-22222222", "sg-11111111"],
  },
  "digitalocean:index/getKubernetesCluster:getKubernetesCluster": {
    id: "shared-doks-id",
    region: "nyc3",
    endpoint: "https://shared.k8s.ondigitalocean.com",
    vpcUuid: "shared-vpc-id",
    clusterSubnet: "10.32.0.0/16",
    serviceSubnet: "10.33.0.0/19",
    kubeConfigs: [{ clusterCaCertificate: "Y2VydGlmaWNhdGU=", token: "login-of-shared" }],
  },
  "digitalocean:index/getDatabaseCluster:getDatabaseCluster": {
    id: "shared-mysql-id",
    engine: "mysql",
    host: "public-shared-mysql.db.ondigitalocean.com",
    privateHost: "private-shared-mysql.db.ondigitalocean.com",
    user: "doadmin",
    password: "password-of-shared",
  },
  "aws:ec2/getVpc:getVpc": {
    id: "vpc-0a1b2c3d",
    cidrBlockAssociations: [
      { associationId: "one", cidrBlock: "10.20.0.0/16", state: "associated" },
    ],
  },
  "digitalocean:index/getVpc:getVpc": {
    id: "shared-vpc-id",
    region: "nyc3",
    ipRange: "10.30.0.0/20",
  },
  "digitalocean:index/getProject:getProject": { id: "default-project-id" },
} as const;

const COMMON = {
  name: "campus",
  environment: "test",
  domain: "example.org",
  client: { qps: 50, burst: 100 },
};

const EKS = {
  ...COMMON,
  kind: "aws",
  existing: "shared",
  region: "eu-central-1",
  network: { pods: ["10.20.0.0/16"], services: ["172.20.0.0/16"], nodes: ["10.20.0.0/16"] },
} as const;

const RDS = {
  kind: "rds",
  existing: "shared-mysql",
  port: 3306,
  network: { cidrs: ["10.20.5.0/24"] },
} as const;

const DOKS = {
  ...COMMON,
  kind: "digitalocean",
  existing: "shared",
  region: "nyc3",
  network: { pods: ["10.32.0.0/16"], services: ["10.33.0.0/19"], nodes: ["10.30.0.0/20"] },
} as const;

/** Settings of a cluster and a MySQL server that are on AWS already. */
export const ON_EXISTING_AWS = { cluster: EKS, mysql: RDS } as const;

/** Settings of a cluster and a MySQL server that are on DigitalOcean already. */
export const ON_EXISTING_DIGITALOCEAN = {
  cluster: DOKS,
  mysql: { kind: "digitalocean", existing: "shared-mysql" },
} as const;
