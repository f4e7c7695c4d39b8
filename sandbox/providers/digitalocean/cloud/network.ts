import { randomUUID } from "node:crypto";
import { overlap } from "../../../../components/shared/cidr";
import { OperatorError } from "../../../contract";
import type { CloudType, Place } from "../../cloud/type";
import { optionalTextAt, textAt, textsAt, type Properties } from "../../value";
import { CLUSTER, DATABASE, PROJECT, PROJECT_RESOURCES, VPC } from "./types";

const vpc: CloudType = {
  autoNamed: "name",
  unique: "name",
  replaceOn: ["ipRange", "region"],
  identify: (inputs, place) => {
    const id = randomUUID();
    requireApart(inputs, place);
    return { id, outputs: { default: false, vpcUrn: `do:vpc:${id}` } };
  },
};

/** @throws OperatorError where another network of the account has some of the addresses */
function requireApart(inputs: Properties, { account }: Place): void {
  const range = optionalTextAt(inputs, "ipRange");
  if (range === undefined)
    throw new OperatorError("the sandbox makes up no ranges: give the network an ipRange");
  const ranges = account.ofType(VPC).map((each) => textAt(each.inputs, "ipRange"));
  if (ranges.some((each) => overlap(each, range)))
    throw new OperatorError(
      "422 Unprocessable Entity: This range/size overlaps with another VPC network in your account",
    );
}

const project: CloudType = {
  autoNamed: "name",
  unique: "name",
  defaults: { description: "", isDefault: false, purpose: "Web Application" },
  replaceOn: [],
  identify: () => ({ id: randomUUID(), outputs: { ownerId: 1_234_567, ownerUuid: randomUUID() } }),
};

/** What is in a project. Each has the id of the project, which tells no two apart. */
const projectResources: CloudType = {
  overwrites: true,
  replaceOn: ["project"],
  entry: (_inputs, urn) => urn,
  identify: (inputs, place) => {
    requireThere(inputs, place);
    return { id: textAt(inputs, "project"), outputs: {} };
  },
  changed: ({ inputs }, place) => {
    requireThere(inputs, place);
    return Promise.resolve({});
  },
};

/** @throws OperatorError where the account has no such thing */
function requireThere(inputs: Properties, { account }: Place): void {
  const urns = [CLUSTER, DATABASE]
    .flatMap((type) => account.ofType(type))
    .map(({ outputs }) => outputs.clusterUrn);
  for (const urn of textsAt(inputs, "resources"))
    if (!urns.includes(urn)) throw new OperatorError(`404 Not Found: the account has no ${urn}`);
}

/** Networks, and projects that group things. */
export const NETWORK: Readonly<Record<string, CloudType>> = {
  [VPC]: vpc,
  [PROJECT]: project,
  [PROJECT_RESOURCES]: projectResources,
};
