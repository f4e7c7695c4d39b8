import { randomUUID } from "node:crypto";
import { textAt } from "../../value";
import { arn } from "./made-up";
import type { CloudType } from "../../cloud/type";

const logGroup: CloudType = {
  autoNamed: "name",
  defaults: { skipDestroy: false },
  replaceOn: ["logGroupClass", "name", "namePrefix"],
  taken: "ResourceAlreadyExistsException",
  identify: (inputs, { region }) => {
    const name = textAt(inputs, "name");
    return { id: name, outputs: { arn: arn("logs", region, `log-group:${name}`) } };
  },
};

const metricAlarm: CloudType = {
  autoNamed: "name",
  defaults: { actionsEnabled: true, treatMissingData: "missing" },
  replaceOn: ["name"],
  identify: (inputs, { region }) => {
    const name = textAt(inputs, "name");
    return { id: name, outputs: { arn: arn("cloudwatch", region, `alarm:${name}`) } };
  },
};

const key: CloudType = {
  defaults: {
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  replaceOn: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  identify: (_inputs, { region }) => {
    const keyId = randomUUID();
    return { id: keyId, outputs: { arn: arn("kms", region, `key/${keyId}`), keyId } };
  },
};

const webAcl: CloudType = {
  autoNamed: "name",
  replaceOn: ["name", "namePrefix", "scope"],
  identify: (inputs, { region }) => {
    const id = randomUUID();
    const place = textAt(inputs, "scope").toLowerCase();
    const resource = `${place}/webacl/${textAt(inputs, "name")}/${id}`;
    return { id, outputs: { arn: arn("wafv2", region, resource), capacity: 1500 } };
  },
};

const webAclLogging: CloudType = {
  replaceOn: ["resourceArn"],
  identify: (inputs) => ({ id: textAt(inputs, "resourceArn"), outputs: {} }),
};

/** Logs, alarms, keys of encryption and firewalls. None of them does anything. */
export const WATCHING: Readonly<Record<string, CloudType>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  "aws:kms/key:Key": key,
  "aws:wafv2/webAcl:WebAcl": webAcl,
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": webAclLogging,
};
