import type { Problem } from "./problems";
import type { ReadableStack } from "./read";
import { accountLimitProblems } from "./rules/account-limits";
import { atlasProblems } from "./rules/atlas";
import { awsClusterProblems, regionNotes } from "./rules/aws-cluster";
import { digitaloceanClusterProblems } from "./rules/digitalocean-cluster";
import { digitaloceanMongodbProblems } from "./rules/digitalocean-mongodb";
import { digitaloceanMysqlProblems } from "./rules/digitalocean-mysql";
import { certificateProblems } from "./rules/certificates";
import { fleetProblems } from "./rules/fleet";
import { folderProblems } from "./rules/folders";
import { hostProblems } from "./rules/hosts";
import { inClusterProblems } from "./rules/in-cluster";
import { instanceCountNotes, instanceCountProblems } from "./rules/instance-count";
import { mailProblems } from "./rules/mail";
import { connectionNotes, connectionProblems } from "./rules/mysql-connections";
import { nameProblems } from "./rules/names";
import { rdsProblems } from "./rules/rds";
import { rotationProblems } from "./rules/rotation";
import { networkProblems } from "./rules/networks";
import { overlapProblems } from "./rules/overlaps";
import { serverProblems } from "./rules/servers";
import { serviceProblems } from "./rules/services";
import { siteConfigurationProblems } from "./rules/site-configuration";
import { sizeProblems } from "./rules/sizes";
import { spacesProblems } from "./rules/spaces";
import { slugProblems } from "./rules/slugs";
import { workloadProblems } from "./rules/workloads";
import { storageNotes, storageProblems } from "./rules/storage";
import type { OtherStack } from "./shard";

/** What is wrong between parts of a stack file that are right by themselves. */
export const crossFieldProblems = (
  stack: ReadableStack,
  others: readonly OtherStack[],
): Problem[] => [
  ...ofOneStack(stack),
  ...accountLimitProblems(stack, others),
  ...connectionProblems(stack, others),
  ...fleetProblems(stack, others),
];

const ofOneStack = (stack: ReadableStack): Problem[] =>
  [
    instanceCountProblems,
    sizeProblems,
    networkProblems,
    overlapProblems,
    awsClusterProblems,
    digitaloceanClusterProblems,
    rdsProblems,
    digitaloceanMysqlProblems,
    atlasProblems,
    digitaloceanMongodbProblems,
    serverProblems,
    inClusterProblems,
    storageProblems,
    spacesProblems,
    slugProblems,
    hostProblems,
    siteConfigurationProblems,
    certificateProblems,
    nameProblems,
    folderProblems,
    rotationProblems,
    mailProblems,
    serviceProblems,
    workloadProblems,
  ].flatMap((rule) => rule(stack));

/** What is no mistake, and yet should be known, beside what every run tells. */
export const stackNotes = (stack: ReadableStack): Problem[] => storageNotes(stack);

/** What is no mistake, and every run should tell. */
export const stackWarnings = (stack: ReadableStack, others: readonly OtherStack[]): Problem[] => [
  ...instanceCountNotes(stack),
  ...regionNotes(stack),
  ...connectionNotes(stack, others),
];
