import { simulated as mongodbRoles } from "../actors/mongodb-roles";
import { simulated as workflows } from "../actors/workflows";
import type { Servers } from "../contract";
import { simulated as aws } from "../providers/aws";
import { simulated as command } from "../providers/command";
import { simulated as digitalocean } from "../providers/digitalocean";
import { simulated as kubernetes } from "../providers/kubernetes";
import { simulated as mongodbatlas } from "../providers/mongodbatlas";
import { simulated as mysql } from "../providers/mysql";
import { simulated as random } from "../providers/random";
import { simulated as tls } from "../providers/tls";

/** What is not here as it would be with the official plugins and real clouds, a line each. */
export const simulated = (servers: Servers): readonly string[] => [
  ...kubernetes,
  ...mysql(servers.mysql),
  ...mongodbatlas,
  ...mongodbRoles,
  ...aws,
  ...digitalocean,
  ...random,
  ...tls,
  ...workflows,
  ...command,
  "Argo CD: its deletion cascade only. Nothing runs in pods, as there are no nodes.",
];
