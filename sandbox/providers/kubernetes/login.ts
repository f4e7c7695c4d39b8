import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { broken, type Access, type LoginProgram } from "./kubeconfig";

/** Longest time that a login program may take, in milliseconds. */
const TIMEOUT = 30_000;

/** Of https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const credential = z.looseObject({
  kind: z.literal("ExecCredential"),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
  }),
});

/**
 * Who to be on the API server, as the login program of the kubeconfig says, where it names one.
 *
 * @throws OperatorError with the program's own words
 */
export async function loggedIn(access: Access): Promise<Access> {
  if (access.login === undefined) return access;
  const { status } = await ask(access.login);
  const { token, clientCertificateData: certificate, clientKeyData: key } = status;
  return { ...access, token, certificate, key };
}

async function ask(login: LoginProgram): Promise<z.infer<typeof credential>> {
  const { command, args, env, apiVersion } = login;
  const given = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const environment = {
    ...process.env,
    ...given,
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  };
  const ended = promisify(execFile)(command, args ?? [], { env: environment, timeout: TIMEOUT });
  const { stdout } = await ended.catch((error: unknown) => {
    throw broken(`its login program ${command} failed: ${wordsOf(error)}`);
  });
  const read = credential.safeParse(parsed(stdout));
  // What it printed may be a secret.
  if (!read.success) throw broken(`its login program ${command} printed no ExecCredential`);
  return read.data;
}

const failure = z.looseObject({ stderr: z.string().default(""), message: z.string() });

function wordsOf(error: unknown): string {
  const { stderr, message } = failure.parse(error);
  return stderr.trim() || message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
