import {
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  NoSuchEntityException,
  type IAMClientConfig,
} from "@aws-sdk/client-iam";
import { pendingCreates, type Deployment } from "./deployment";
import { Inputs } from "./inputs";

/** The two questions that recovery has for an IAM service. */
export interface AccessKeys {
  /** Ids of a user's keys; none where there is no such user. */
  list(user: string): Promise<readonly string[]>;
  delete(user: string, id: string): Promise<void>;
}

const ACCESS_KEY = "aws:iam/accessKey:AccessKey";

/** A key that nobody can use: its secret half was never recorded. */
export interface LostKey {
  readonly user: string;
  readonly id: string;
}

/**
 * Keys that were being made when the engine was stopped. A secret key is told once, so such a key is lost, and AWS
 * allows two keys a user: it must go. Those are the keys of the user, who is ours, that the state does not hold.
 */
export async function findLostKeys(
  deployment: Deployment,
  keys: Pick<AccessKeys, "list">,
): Promise<readonly LostKey[]> {
  const users = pendingCreates(deployment)
    .filter((resource) => resource.type === ACCESS_KEY)
    .flatMap((resource) => new Inputs(resource.inputs ?? {}).text("user") ?? []);
  const recorded = new Set(
    deployment.resources
      .filter((resource) => resource.type === ACCESS_KEY)
      .map((resource) => resource.id),
  );
  const lost: LostKey[] = [];
  for (const user of new Set(users)) {
    const ids = await keys.list(user);
    lost.push(...ids.filter((id) => !recorded.has(id)).map((id) => ({ user, id })));
  }
  return lost;
}

/** The IAM service of AWS, or one with the same API. */
export function iamAccessKeys(configuration: IAMClientConfig): AccessKeys {
  // Made when it is needed, which is hardly ever.
  let made: IAMClient | undefined;
  const client = (): IAMClient => (made ??= new IAMClient(configuration));
  return {
    async list(user) {
      try {
        const { AccessKeyMetadata } = await client().send(
          new ListAccessKeysCommand({ UserName: user }),
        );
        return (AccessKeyMetadata ?? []).flatMap((key) => key.AccessKeyId ?? []);
      } catch (error) {
        if (error instanceof NoSuchEntityException) return [];
        throw error;
      }
    },
    async delete(user, id) {
      await client().send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id }));
    },
  };
}
