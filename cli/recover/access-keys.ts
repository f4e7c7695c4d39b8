import {
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  NoSuchEntityException,
  type IAMClientConfig,
} from "@aws-sdk/client-iam";
import { pendingCreates, type Deployment } from "./deployment";
import { Inputs } from "./inputs";

/**
 * Types of keys whose secret half is told once, and the input that says whose a key is: its user, or its name. Names too end
 * in digits that this stack alone knows.
 */
const OWNER_INPUTS = {
  "aws:iam/accessKey:AccessKey": "user",
  "digitalocean:index/spacesKey:SpacesKey": "name",
} as const;

type KeyType = keyof typeof OWNER_INPUTS;

const isKeyType = (type: string): type is KeyType => Object.hasOwn(OWNER_INPUTS, type);

/** The two questions that recovery has for a service that makes keys. */
export interface AccessKeys {
  /** Ids of an owner's keys; none where there is no such owner. */
  list(owner: string): Promise<readonly string[]>;
  delete(owner: string, id: string): Promise<void>;
}

/** The service that makes the keys of each type. */
export type KeyServices = Readonly<Record<KeyType, AccessKeys>>;

/** A key that nobody can use: its secret half was never recorded. */
export interface LostKey {
  readonly type: KeyType;
  readonly owner: string;
  readonly id: string;
}

/**
 * Keys that were being made when the engine was stopped. A secret key is told once, so such a key is lost, and AWS
 * allows two keys a user, DigitalOcean 200 an account: it must go. Those are the keys of the owner, who is ours, that the
 * state does not hold.
 */
export async function findLostKeys(
  deployment: Deployment,
  services: KeyServices,
): Promise<readonly LostKey[]> {
  const recorded = new Set(
    deployment.resources.filter(({ type }) => isKeyType(type)).map(({ id }) => id),
  );
  const lost: LostKey[] = [];
  for (const { type, owner } of ownersOf(deployment)) {
    const ids = await services[type].list(owner);
    lost.push(...ids.filter((id) => !recorded.has(id)).map((id) => ({ type, owner, id })));
  }
  return lost;
}

/** Whose keys were being made, each once. */
function ownersOf(deployment: Deployment): Iterable<Omit<LostKey, "id">> {
  const owners = pendingCreates(deployment).flatMap(({ type, inputs }) => {
    if (!isKeyType(type)) return [];
    const owner = new Inputs(inputs ?? {}).text(OWNER_INPUTS[type]);
    return owner === undefined ? [] : [{ type, owner }];
  });
  return new Map(owners.map((each) => [`${each.type} ${each.owner}`, each])).values();
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
