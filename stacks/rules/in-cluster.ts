import type { Problem } from "../problems";
import type { ReadableStack } from "../read";

/** Settings of servers that workflows reach from inside the cluster, and of instances on them. */
export const inClusterProblems = (stack: ReadableStack): Problem[] => [
  ...certificateProblems(stack),
  ...deprovisionProblems(stack),
];

/** A certificate is there to be checked against another one, and only then. */
function certificateProblems({ mysql, mongodb }: ReadableStack): Problem[] {
  const problems: Problem[] = [];
  if (mysql?.kind === "external" && mysql.access === "in-cluster") {
    if (mysql.tls === "verify" && mysql.caCertificate === undefined)
      problems.push({
        path: ["mysql", "caCertificate"],
        problem: "is missing, while openedx:mysql.tls is verify",
        fix: "Write the certificate of the server's authority in PEM, or skip-verify for tls.",
      });
    if (mysql.tls !== "verify" && mysql.caCertificate !== undefined)
      problems.push(unusedCertificate("mysql", mysql.tls));
  }
  if (mongodb?.kind === "external" && mongodb.tls === "off" && mongodb.caCertificate !== undefined)
    problems.push(unusedCertificate("mongodb", mongodb.tls));
  return problems;
}

const unusedCertificate = (section: string, tls: string): Problem => ({
  path: [section, "caCertificate"],
  problem: `is set, while openedx:${section}.tls is ${tls}`,
  fix: "Write verify for tls, or remove the certificate.",
});

/** The setting is about workflows; a removal by another way of access stops where it fails. */
function deprovisionProblems({ mysql, mongodb, instances }: ReadableStack): Problem[] {
  if (mysql === undefined || mongodb === undefined) return [];
  const direct = mysql.kind === "external" && mysql.access === "direct";
  if (!direct || mongodb.kind === "external") return [];
  return instances.flatMap(({ index, settings }) =>
    settings?.onDeprovisionFailure === "continue"
      ? [
          {
            path: ["instances", index, "onDeprovisionFailure"],
            problem: "is continue, but no data server of this stack is reached by workflows",
            fix: "Remove it; it is for servers with access: in-cluster.",
          },
        ]
      : [],
  );
}
