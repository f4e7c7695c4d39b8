import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { OperatorError } from "../../contract";

/** How to reach an API server and who to be there. */
export interface Access {
  readonly server: string;
  /** PEM texts. */
  readonly authority?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly token?: string;
  /** The program that tells certificate and key or token, where the kubeconfig names one: see `loggedIn`. */
  readonly login?: LoginProgram;
  /** Namespace of objects that name none. */
  readonly namespace: string;
}

const loginProgram = z.looseObject({
  apiVersion: z.string(),
  command: z.string(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

/** A program that is asked for a login each time, as `aws eks get-token`. */
export type LoginProgram = z.infer<typeof loginProgram>;

const cluster = z.looseObject({
  server: z.url({ protocol: /^https$/ }),
  "certificate-authority": z.string().optional(),
  "certificate-authority-data": z.string().optional(),
});

const user = z.looseObject({
  token: z.string().optional(),
  "client-certificate": z.string().optional(),
  "client-certificate-data": z.string().optional(),
  "client-key": z.string().optional(),
  "client-key-data": z.string().optional(),
  exec: loginProgram.optional(),
});

const context = z.looseObject({
  cluster: z.string(),
  user: z.string(),
  namespace: z.string().optional(),
});

const kubeconfigFile = z.looseObject({
  "current-context": z.string().optional(),
  contexts: z.array(z.looseObject({ name: z.string(), context })),
  clusters: z.array(z.looseObject({ name: z.string(), cluster })),
  users: z.array(z.looseObject({ name: z.string(), user })),
});

/** Which part of a kubeconfig the provider's configuration asks for. */
export interface Selection {
  /** @default - the kubeconfig's current context */
  readonly context?: string;
  /** @default - the context's cluster */
  readonly cluster?: string;
}

/**
 * Reads the access from a kubeconfig.
 *
 * @param given - its text, or that in base64
 * @throws OperatorError saying what is missing or wrong in it
 */
export function readKubeconfig(given: string, selection: Selection = {}): Access {
  const file = parseKubeconfig(given);
  const contextName = selection.context ?? file["current-context"];
  if (contextName === undefined) throw broken("it has no current-context; set one");
  const { context } = byName(file.contexts, contextName, "context");
  const { cluster } = byName(file.clusters, selection.cluster ?? context.cluster, "cluster");
  const { user } = byName(file.users, context.user, "user");
  if ("auth-provider" in user) {
    throw broken(
      `user "${context.user}" has an auth-provider, which kubectl has not had since 1.26; ` +
        "give a client certificate, a token or an exec program",
    );
  }
  return {
    server: cluster.server,
    authority: pem(cluster["certificate-authority-data"], cluster["certificate-authority"]),
    certificate: pem(user["client-certificate-data"], user["client-certificate"]),
    key: pem(user["client-key-data"], user["client-key"]),
    token: user.token,
    login: user.exec,
    namespace: context.namespace ?? "default",
  };
}

function parseKubeconfig(given: string): z.infer<typeof kubeconfigFile> {
  // Every kubeconfig has a colon, which base64 has not.
  const text = given.includes(":") ? given : Buffer.from(given, "base64").toString("utf8");
  const parsed = kubeconfigFile.safeParse(parseYaml(text));
  if (parsed.success) return parsed.data;
  throw broken(z.prettifyError(parsed.error));
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw broken("it is neither YAML or JSON nor that in base64");
  }
}

function byName<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  name: string,
  what: string,
): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (found) return found;
  const names = entries.map((entry) => `"${entry.name}"`).join(", ") || "none";
  throw broken(`it has no ${what} "${name}", only ${names}`);
}

const pem = (data: string | undefined, file: string | undefined): string | undefined => {
  if (data !== undefined) return Buffer.from(data, "base64").toString("utf8");
  return file === undefined ? undefined : readFileSync(file, "utf8");
};

export const broken = (reason: string): OperatorError =>
  new OperatorError(`the kubeconfig of the Kubernetes provider cannot be used: ${reason}`);
