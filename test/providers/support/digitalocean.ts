import { standIn as standInWith } from "../../../sandbox/providers/digitalocean";
import { digitalOceanClient } from "../../../sandbox/providers/digitalocean/client";
import { serversNowhere } from "./servers";

/** What the stand-in for DigitalOcean finds in its environment, where there is no object store. */
export const environment = {
  DIGITALOCEAN_ACCESS_TOKEN: "token",
  SPACES_ACCESS_KEY_ID: "key",
  SPACES_SECRET_ACCESS_KEY: "secret",
  AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
  AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:2",
};

export const client = digitalOceanClient(environment, {});

/** The stand-in with its account in a folder. */
export const standInFor = (directory: string, kubeconfig?: string) =>
  standInWith(environment, { directory, servers: serversNowhere(kubeconfig) });
