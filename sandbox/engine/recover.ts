import { IAMClient } from "@aws-sdk/client-iam";
import type { Stack } from "@pulumi/pulumi/automation";
import { iamAccessKeys, type KeyServices } from "../../cli/recover/access-keys";
import { kubectlMark } from "../../cli/recover/kubectl-mark";
import { PulumiCommandError } from "../../cli/recover/pulumi-stack";
import { recover } from "../../cli/recover/recover";
import { OperatorError, type Servers } from "../contract";
import { commandStack } from "./command-stack";
import { deleteKey, keysNamed } from "../providers/digitalocean/keys";
import { isHeld, stackLocks, type StackLock } from "./lock";
import { refresh, type RunOptions } from "./operations";
import { refusedState } from "./refused-state";
import type { RunningSandbox } from "./running";

export { pendingImports } from "../../cli/recover/pending";

export interface RecoverStackOptions extends RunOptions, RunningSandbox {}

/**
 * Puts a stack in order after a run that was killed: takes away its lock, and settles what it had begun to create.
 *
 * @returns whether there was anything to put in order
 * @throws OperatorError while another run holds the stack, or where the engine refuses its state
 */
export async function recoverStack(stack: Stack, options: RecoverStackOptions): Promise<boolean> {
  const unlocked = await releaseDeadLocks(stack, options);
  try {
    return (await settleInterrupted(stack, options)) || unlocked;
  } catch (error) {
    if (!(error instanceof PulumiCommandError)) throw error;
    throw refusedState(stack.name, options.directory, error.message);
  }
}

function settleInterrupted(stack: Stack, options: RecoverStackOptions): Promise<boolean> {
  const { tools, servers, report } = options;
  const command = commandStack(stack.name, options, report);
  return recover({
    stack: {
      exportDeployment: () => command.exportDeployment(),
      importDeployment: (deployment) => command.importDeployment(deployment),
      refresh: async () => {
        await refresh(stack, { ...options, report: () => undefined });
      },
    },
    readMark: kubectlMark(tools.kubectl, [`--kubeconfig=${servers.kubernetes.kubeconfig}`]),
    accessKeys: sandboxKeys(servers),
    report,
  });
}

async function releaseDeadLocks(stack: Stack, { directory, report }: RunOptions): Promise<boolean> {
  const locks = stackLocks(directory, stack.name);
  const held = locks.find(isHeld);
  if (held !== undefined) throw lockedBy(held, stack.name);
  if (locks.length === 0) return false;
  await stack.cancel();
  for (const lock of locks)
    report(
      `Removed the lock that process ${lock.pid} left when it was killed (${lock.timestamp}).`,
    );
  return true;
}

const lockedBy = (lock: StackLock, stack: string): OperatorError =>
  new OperatorError(
    `The stack ${stack} is in use: process ${lock.pid} on ${lock.hostname} has been working on it since ${lock.timestamp}. ` +
      `Wait until it has finished, or stop it with "kill -INT ${lock.pid}", and run the same command again.`,
  );

/** Keys of both clouds are users' of the sandbox's object store. */
function sandboxKeys({ objectStorage }: Servers): KeyServices {
  const configuration = {
    endpoint: objectStorage.iamEndpoint,
    region: objectStorage.region,
    credentials: {
      accessKeyId: objectStorage.rootAccessKeyId,
      secretAccessKey: objectStorage.rootSecretAccessKey,
    },
  };
  const client = { iam: new IAMClient(configuration) };
  return {
    "aws:iam/accessKey:AccessKey": iamAccessKeys(configuration),
    "digitalocean:index/spacesKey:SpacesKey": {
      list: (name) => keysNamed(client, name),
      delete: (_name, id) => deleteKey(client, id),
    },
  };
}
