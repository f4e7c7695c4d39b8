import type { StandIn } from "../contract";
import { installedVersion } from "../installed-version";
import { randomBytesKind } from "./random-bytes";
import { randomId } from "./random-id";
import { randomPassword, randomString } from "./random-text";
import { randomUuid } from "./random-uuid";

/** Stand-in for `@pulumi/random`: what it makes lives in the state alone, so nothing of it is simulated. */
export const standIn: StandIn<object> = {
  package: "random",
  version: installedVersion("@pulumi/random"),
  configure: () => ({}),
  resources: {
    "random:index/randomPassword:RandomPassword": randomPassword,
    "random:index/randomString:RandomString": randomString,
    "random:index/randomBytes:RandomBytes": randomBytesKind,
    "random:index/randomId:RandomId": randomId,
    "random:index/randomUuid:RandomUuid": randomUuid,
  },
};

/** What the sandbox's report says about this stand-in. */
export const simulated: readonly string[] = [];
