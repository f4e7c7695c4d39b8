import { join } from "node:path";
import type { Servers } from "../../../contract";
import type { ResourceKind } from "../../contract";
import { Declarations } from "../../sdk/declarations";
import { declaredInputs } from "../../sdk/declared-inputs";
import type { AwsClient } from "../client";
import { Account } from "./account";
import { cloudKind } from "./cloud-kind";
import { ControlPlane } from "./control-plane";
import { DatabaseServer } from "./database-server";
import { EC2 } from "./ec2";
import { eks } from "./eks";
import { IAM } from "./iam";
import { rds } from "./rds";
import type { CloudType } from "./type";
import { WATCHING } from "./watching";

/** What of the sandbox stands for clusters and data servers of AWS, and where its account is kept. */
export interface CloudSite {
  /** Folder of the sandbox. */
  readonly directory: string;
  readonly servers: Pick<Servers, "kubernetes" | "mysql">;
}

/** Where it is kept what there is in the sandbox's account. */
export const accountFile = (directory: string): string => join(directory, "aws", "account.json");

/**
 * The types of AWS that exist in the sandbox's account alone. What a type takes is read from the installed SDK when the
 * first resource of it comes.
 */
export function cloudKinds({
  directory,
  servers,
}: CloudSite): (type: string) => ResourceKind<AwsClient> | undefined {
  const account = new Account(accountFile(directory));
  const declarations = new Declarations("@pulumi/aws");
  const types: Readonly<Record<string, CloudType>> = {
    ...EC2,
    ...IAM,
    ...WATCHING,
    ...eks(new ControlPlane(directory, servers.kubernetes.kubeconfig)),
    ...rds(new DatabaseServer(servers.mysql)),
  };
  const known = new Map<string, ResourceKind<AwsClient>>();
  return (type) => {
    const made = known.get(type);
    const cloud = types[type];
    if (made !== undefined || cloud === undefined) return made;
    const [, module = "", name = ""] = type.split(":");
    const fields = declaredInputs(declarations, module, `${name}Args`);
    const kind = cloudKind(type, cloud, fields, account);
    known.set(type, kind);
    return kind;
  };
}
