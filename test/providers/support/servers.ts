import type { CloudSite } from "../../../sandbox/providers/cloud/control-plane";

/**
 * Servers of a sandbox that are not started.
 *
 * @param kubeconfig file with an administrator's kubeconfig, where it is read
 */
export const serversNowhere = (kubeconfig = "/nowhere"): CloudSite["servers"] => ({
  kubernetes: { url: "https://127.0.0.1:3", kubeconfig },
  mysql: {
    ...{ flavor: "mysql", version: "9" },
    ...{ host: "127.0.0.1", port: 1, adminUser: "root", adminPassword: "secret" },
  },
});
