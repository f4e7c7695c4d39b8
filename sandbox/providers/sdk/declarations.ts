import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** The properties of an interface of a declaration file, in their order. */
export type Members = readonly ts.PropertySignature[];

/** The declaration files of an installed SDK such as `@pulumi/aws`, read as they are needed. */
export class Declarations {
  private readonly folder: string;
  private readonly found = new Map<string, Members>();
  /** The types of inputs of all modules: megabytes, of which only slices are parsed. */
  private types: string | undefined;

  constructor(private readonly sdk: string) {
    this.folder = dirname(require.resolve(`${sdk}/package.json`));
  }

  /** What a resource takes: `argsOf("eks/cluster", "ClusterArgs")`. @throws Error where the SDK declares no such thing */
  argsOf(module: string, name: string): Members {
    // Modules that have no name are not in a folder of one.
    const file = `${module.replace(/^index\//, "")}.d.ts`;
    const read = (): string => readFileSync(join(this.folder, file), "utf8");
    return this.members(`${module}.${name}`, read, `export interface ${name} {`, "\n}");
  }

  /**
   * What a nested input takes.
   *
   * @param path `["eks", "ClusterVpcConfig"]`; SDKs of one module have no namespaces: `["KubernetesClusterNodePool"]`
   * @throws Error as above
   */
  nested(path: readonly string[]): Members {
    const [name = "", namespace] = [...path].reverse();
    const start = ` interface ${name} {`;
    if (namespace === undefined) return this.members(name, () => this.inputTypes(), start, "\n}");
    const read = () => between(this.inputTypes(), `declare namespace ${namespace} {`, "\n}");
    return this.members(`${namespace}.${name}`, read, start, "\n    }");
  }

  private inputTypes(): string {
    return (this.types ??= readFileSync(join(this.folder, "types", "input.d.ts"), "utf8"));
  }

  private members(
    key: string,
    read: () => string | undefined,
    start: string,
    end: string,
  ): Members {
    const known = this.found.get(key);
    if (known) return known;
    const body = between(read(), start, end);
    if (body === undefined) throw new Error(`${this.sdk} declares no ${key}`);
    const source = ts.createSourceFile(
      `${key}.d.ts`,
      `interface Found {${body}\n}`,
      ts.ScriptTarget.ES2022,
    );
    const members = source.statements
      .filter(ts.isInterfaceDeclaration)
      .flatMap((declared) => declared.members.filter(ts.isPropertySignature));
    this.found.set(key, members);
    return members;
  }
}

/** The text after `start`, up to the next `end`, where there is any. */
function between(text: string | undefined, start: string, end: string): string | undefined {
  const at = text?.indexOf(start) ?? -1;
  if (text === undefined || at < 0) return undefined;
  return text.slice(at + start.length, text.indexOf(end, at));
}
