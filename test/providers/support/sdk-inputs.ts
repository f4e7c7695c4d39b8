import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const SDKS = join(__dirname, "..", "..", "..", "node_modules", "@pulumi");

export interface SdkInputs {
  readonly all: string[];
  readonly required: string[];
}

/** The input names that an SDK declares for a resource: `sdkInputs("mysql/user", "UserArgs")`. */
export function sdkInputs(module: string, args: string): SdkInputs {
  const file = join(SDKS, `${module}.d.ts`);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
  const declared = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === args,
  );
  if (!declared || !ts.isInterfaceDeclaration(declared)) throw new Error(`no ${args} in ${file}`);
  const inputs = declared.members.filter(ts.isPropertySignature).map(({ name, questionToken }) => ({
    name: name.getText(source),
    required: questionToken === undefined,
  }));
  return {
    all: inputs.map(({ name }) => name).sort(),
    required: inputs.filter(({ required }) => required).map(({ name }) => name),
  };
}
