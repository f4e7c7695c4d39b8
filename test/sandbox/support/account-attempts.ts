import { readFileSync } from "node:fs";
import { z } from "zod";
import { ApiError, isNotFound } from "../../../sandbox/providers/kubernetes/api-error";
import { readKubeconfig } from "../../../sandbox/providers/kubernetes/kubeconfig";
import { Transport, type Call } from "../../../sandbox/providers/kubernetes/transport";
import type { Attempts } from "./attempts";
import { kubernetes } from "./clients";
import { properties } from "./objects";
import { sandbox } from "./sandbox";

const Token = z.object({ status: z.object({ token: z.string() }) });

/** The API server as a pod reaches it: with the token of its ServiceAccount and no other login. */
export async function asAccount(namespace: string, name: string): Promise<Transport> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const answer = await kubernetes().send({ method: "POST", path, body: TOKEN_REQUEST });
  const kubeconfig = readFileSync(sandbox().servers.kubernetes.kubeconfig, "utf8");
  const { server, authority } = readKubeconfig(kubeconfig);
  const { token } = Token.parse(answer).status;
  const rateLimit = { qps: 500, burst: 1000 };
  return new Transport({ server, authority, token, namespace }, { rateLimit, timeoutSeconds: 20 });
}

const TOKEN_REQUEST = properties({
  apiVersion: "authentication.k8s.io/v1",
  kind: "TokenRequest",
  spec: {},
});

/** Whether the API server says that this account may not do it, and not that it was asked wrongly. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.status === 403 &&
  /User "system:serviceaccount:[^"]+" cannot |is attempting to grant RBAC permissions/.test(
    error.message,
  );

/**
 * What an account may try in a namespace, its own or another's. Nothing is kept of what is made.
 *
 * @param own namespace of the account that tries
 */
export function accountAttempts(api: Transport, own: string, namespace: string): Attempts {
  const core = `/api/v1/namespaces/${namespace}`;
  const group = (name: string): string => `/apis/${name}/namespaces/${namespace}`;
  const get = (path: string) => () => api.send({ method: "GET", path });
  const send = (method: Call["method"], path: string, body: object) => () =>
    api.send({
      method,
      path: `${path}?dryRun=All`,
      body: properties(body),
      ...(method === "PATCH" && { contentType: "application/merge-patch+json" }),
    });
  const bound = (kind: "RoleBinding" | "ClusterRoleBinding") => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind,
    metadata: { name: "escalation" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: "default", namespace: own }],
  });
  return {
    "get a Secret": get(`${core}/secrets/openedx-secrets`),
    "list Secrets": get(`${core}/secrets`),
    "list pods": get(`${core}/pods`),
    "list ConfigMaps": get(`${core}/configmaps`),
    "execute a command": () => found(get(`${core}/pods/lms/exec?command=id&stdout=true`)()),
    "read a log": () => found(get(`${core}/pods/lms/log`)()),
    "create a pod": send("POST", `${core}/pods`, pod()),
    "create a ConfigMap": send("POST", `${core}/configmaps`, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "planted" },
    }),
    "create a Workflow": send("POST", `${group("argoproj.io/v1alpha1")}/workflows`, workflow()),
    "create an Application": send("POST", `${group("argoproj.io/v1alpha1")}/applications`, {
      ...application(),
    }),
    "delete the Secret": send("DELETE", `${core}/secrets/openedx-secrets`, {
      ...{ apiVersion: "v1", kind: "DeleteOptions" },
      // With a body, the address says nothing of it.
      dryRun: ["All"],
    }),
    "change the Secret": send("PATCH", `${core}/secrets/openedx-secrets`, { data: {} }),
    "escalate by a Secret with a token of its account": send("POST", `${core}/secrets`, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "escalation",
        annotations: { "kubernetes.io/service-account.name": "openedx-jobs" },
      },
      type: "kubernetes.io/service-account-token",
    }),
    "escalate by a token": send("POST", `${core}/serviceaccounts/default/token`, TOKEN_REQUEST),
    "escalate by a binding": send(
      "POST",
      `${group("rbac.authorization.k8s.io/v1")}/rolebindings`,
      bound("RoleBinding"),
    ),
    "escalate by a binding for the cluster": send(
      "POST",
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
      bound("ClusterRoleBinding"),
    ),
    "report a step's result": send("POST", `${group("argoproj.io/v1alpha1")}/workflowtaskresults`, {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "WorkflowTaskResult",
      metadata: { name: "a-1" },
    }),
  };
}

/** That there is no such pod is said to those who might have used it. */
const found = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });

const pod = () => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "planted" },
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "it",
        image: "example.org/it",
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  },
});

const workflow = () => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Workflow",
  metadata: { name: "planted" },
  spec: { workflowTemplateRef: { name: "mysql-deprovision", clusterScope: true } },
});

const application = () => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "planted" },
  spec: {
    project: "default",
    destination: { server: "https://kubernetes.default.svc", namespace: "kube-system" },
    source: { repoURL: "https://git.example.org/planted.git" },
  },
});
