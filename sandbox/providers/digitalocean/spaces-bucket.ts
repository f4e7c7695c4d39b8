import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Found, ReadRequest, ResourceKind } from "../contract";
import { inputRules } from "../input-rules";
import { bucketExists } from "../s3/buckets";
import { deleteBucket } from "../s3/delete-bucket";
import { describing } from "../s3/errors";
import { isImport } from "../state-only";
import { sameValue, type Properties } from "../value";
import type { DigitalOceanClient } from "./client";

const days = z.int().min(1);

const lifecycleRule = z.strictObject({
  abortIncompleteMultipartUploadDays: days.optional(),
  enabled: z.boolean(),
  expiration: z
    .strictObject({
      date: z.iso.date().optional(),
      days: days.optional(),
      expiredObjectDeleteMarker: z.boolean().optional(),
    })
    .optional(),
  id: z.string().max(255).optional(),
  noncurrentVersionExpiration: z.strictObject({ days }).optional(),
  prefix: z.string().optional(),
});

const rules = inputRules(
  {
    acl: z.literal("private", "must be private: the sandbox serves no other"),
    forceDestroy: z.boolean(),
    lifecycleRules: z.array(lifecycleRule).optional(),
    name: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
        "must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
      ),
    region: z.string().min(1),
    versioning: z.strictObject({ enabled: z.boolean().optional() }).optional(),
  },
  {
    autoNamed: "name",
    defaults: { acl: "private", forceDestroy: false, region: "nyc3" },
    unserved: ["corsRules"],
  },
);

/**
 * A bucket; its id is its name. What it deletes by itself is recorded in the state alone, and so is its region: there is
 * one object store here.
 */
export const spacesBucket: ResourceKind<DigitalOceanClient> = {
  ...rules.kind,
  // The official plugin has nothing that renames one.
  replaceOn: ["name", "region"],
  async create(client, { inputs }) {
    const { name } = rules.parse(inputs);
    const creating = `creating Spaces bucket "${name}"`;
    await describing(creating, client.s3.send(new CreateBucketCommand({ Bucket: name })));
    await setVersioning(client, inputs);
    return { id: name, outputs: outputsOf(inputs) };
  },
  async read(client, request) {
    const reading = `reading Spaces bucket "${request.id}"`;
    if (!(await describing(reading, bucketExists(client, nameIn(request))))) return undefined;
    return describing(reading, found(client, request));
  },
  async update(client, { inputs, oldInputs }) {
    if (!sameValue(inputs.versioning, oldInputs.versioning)) await setVersioning(client, inputs);
    return outputsOf(inputs);
  },
  // What counts is what the last deployment said about `forceDestroy`, as with the official plugin.
  delete: (client, { id, oldOutputs }) =>
    describing(
      `deleting Spaces bucket "${id}"`,
      deleteBucket(client, id, { withObjects: oldOutputs.forceDestroy === true }),
    ),
};

/** An import is given `<region>,<name>`. */
const nameIn = ({ id }: Pick<ReadRequest, "id">): string => id.slice(id.indexOf(",") + 1);

async function found(client: DigitalOceanClient, request: ReadRequest): Promise<Found> {
  const { id, oldInputs } = request;
  const name = nameIn(request);
  const imported = isImport(request) && id !== name && { region: id.slice(0, id.indexOf(",")) };
  const { Status } = await client.s3.send(new GetBucketVersioningCommand({ Bucket: name }));
  const enabled = Status === "Enabled";
  const said = oldInputs.versioning !== undefined || enabled;
  const inputs = {
    ...{ acl: "private", forceDestroy: false, region: "nyc3" },
    ...oldInputs,
    ...imported,
    name,
    ...(said && { versioning: { enabled } }),
  };
  return { id: name, inputs, outputs: outputsOf(inputs) };
}

/** Versions cannot be switched off again, only suspended. */
async function setVersioning({ s3 }: DigitalOceanClient, inputs: Properties): Promise<void> {
  const { name, versioning } = rules.parse(inputs);
  if (versioning === undefined) return;
  const Status = versioning.enabled ? "Enabled" : "Suspended";
  const request = new PutBucketVersioningCommand({
    Bucket: name,
    VersioningConfiguration: { Status },
  });
  await describing(`setting versioning of Spaces bucket "${name}"`, s3.send(request));
}

function outputsOf(inputs: Properties): Properties {
  const { name, region } = rules.parse(inputs);
  const endpoint = `${region}.digitaloceanspaces.com`;
  const bucketDomainName = `${name}.${endpoint}`;
  return { ...inputs, bucketDomainName, bucketUrn: `do:space:${name}`, endpoint };
}
