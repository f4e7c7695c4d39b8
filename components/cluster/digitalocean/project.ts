import { Project } from "@pulumi/digitalocean/project";
import { ProjectResources } from "@pulumi/digitalocean/projectResources";
import type * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanOptions } from "./contract";
import type { DigitalOceanClusterSettings } from "./settings";

/** DigitalOcean knows three words. */
const ENVIRONMENTS: Readonly<Record<string, string>> = {
  production: "Production",
  staging: "Staging",
};

/** Makes the project that the console shows the cluster and its data servers in. */
export function createProject(
  name: string,
  args: {
    readonly settings: DigitalOceanClusterSettings;
    /** URN of the cluster. Data servers join by themselves, so that the project does not wait for them. */
    readonly clusterUrn: pulumi.Output<string>;
  },
  opts: DigitalOceanOptions,
): Project {
  const { name: cluster, environment } = args.settings;
  const project = new Project(
    `${name}-project`,
    {
      name: cluster,
      description: `Open edX on the cluster ${cluster}`,
      purpose: "Service or API",
      environment: ENVIRONMENTS[environment] ?? "Development",
    },
    opts,
  );
  new ProjectResources(
    `${name}-in-project`,
    { project: project.id, resources: [args.clusterUrn] },
    opts,
  );
  return project;
}
