import { isProperties, parseJson, propertiesAt, sameValue, type Value } from "../value";

/** Who may speak to the sandbox's object store without TLS: nobody but this machine, whose address no policy knows. */
const THIS_MACHINE = { "aws:SourceIp": "127.0.0.0/8" };

/**
 * A bucket policy as the sandbox's object store gets it. The store is spoken to over loopback and without TLS, so a
 * statement that denies plain HTTP would shut everybody out: it excepts this machine.
 *
 * @param policy JSON
 */
export const exceptingThisMachine = (policy: string): string =>
  mapStatements(policy, (condition) => ({ ...condition, NotIpAddress: THIS_MACHINE }));

/** The same policy without the exception: as the program wrote it. */
export const withoutException = (policy: string): string =>
  mapStatements(policy, ({ NotIpAddress: exception, ...condition }) =>
    sameValue(exception, THIS_MACHINE)
      ? condition
      : { ...condition, ...(exception !== undefined && { NotIpAddress: exception }) },
  );

type Condition = Readonly<Record<string, Value>>;

/** Changes the conditions of the statements that are about plain HTTP. */
function mapStatements(policy: string, change: (condition: Condition) => Condition): string {
  const document = parseJson(policy);
  if (!isProperties(document)) return policy;
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const changed = statements.map((statement) => {
    if (statement === undefined || !isProperties(statement) || !deniesPlainHttp(statement))
      return statement ?? null;
    return { ...statement, Condition: { ...change(propertiesAt(statement, "Condition")) } };
  });
  return JSON.stringify({ ...document, Statement: changed });
}

const deniesPlainHttp = (statement: Readonly<Record<string, Value>>): boolean =>
  statement.Effect === "Deny" &&
  propertiesAt(propertiesAt({ ...statement }, "Condition"), "Bool")["aws:SecureTransport"] ===
    "false";
