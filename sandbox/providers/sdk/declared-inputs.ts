import ts from "typescript";
import { z } from "zod";
import type { Declarations, Members } from "./declarations";

type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * What may stand at each input of a resource type, as the installed SDK declares it: names, at any depth, what is needed,
 * and whether it is text, a number, a boolean, a list, a map or an object.
 *
 * What a type accepts beyond that, such as which texts, the declarations do not say.
 *
 * @param type `aws:eks/cluster:Cluster`
 */
export function declaredInputs(declarations: Declarations, type: string): Shape {
  const [, module = "", name = ""] = type.split(":");
  return shapeOf(declarations, declarations.argsOf(module, `${name}Args`));
}

const shapeOf = (declarations: Declarations, members: Members): Shape =>
  Object.fromEntries(
    members.map(({ name, type, questionToken }) => {
      const schema = type ? schemaOf(declarations, type) : z.unknown();
      return [nameOf(name), questionToken ? schema.optional() : schema];
    }),
  );

const nameOf = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";

const PLAIN = new Map<ts.SyntaxKind, z.ZodType>([
  [ts.SyntaxKind.StringKeyword, z.string()],
  [ts.SyntaxKind.NumberKeyword, z.number()],
  [ts.SyntaxKind.BooleanKeyword, z.boolean()],
]);

function schemaOf(declarations: Declarations, type: ts.TypeNode): z.ZodType {
  const plain = PLAIN.get(type.kind);
  if (plain !== undefined) return plain;
  if (ts.isArrayTypeNode(type)) return z.array(schemaOf(declarations, type.elementType));
  if (ts.isUnionTypeNode(type)) return unionOf(declarations, type);
  if (ts.isTypeLiteralNode(type)) return mapOf(declarations, type);
  if (ts.isTypeReferenceNode(type)) return referenced(declarations, type);
  return z.unknown();
}

/** One of several. A resource and an enumeration are sent as text, which is then among them. */
function unionOf(declarations: Declarations, { types }: ts.UnionTypeNode): z.ZodType {
  const defined = types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const plain = defined.filter((type) => !isForeign(type));
  const [only, ...others] = (plain.length > 0 ? plain : defined).map((type) =>
    schemaOf(declarations, type),
  );
  if (only === undefined) return z.unknown();
  return others.length === 0 ? only : z.union([only, ...others]);
}

const isForeign = (type: ts.TypeNode): boolean =>
  ts.isTypeReferenceNode(type) && !/^(pulumi|inputs)\./.test(textOf(type.typeName));

/** `{ [key: string]: T }` */
function mapOf(declarations: Declarations, { members }: ts.TypeLiteralNode): z.ZodType {
  const [index] = members.filter(ts.isIndexSignatureDeclaration);
  return index
    ? z.record(z.string(), schemaOf(declarations, index.type))
    : z.record(z.string(), z.unknown());
}

function referenced(declarations: Declarations, type: ts.TypeReferenceNode): z.ZodType {
  const [argument] = type.typeArguments ?? [];
  if (argument) return schemaOf(declarations, argument);
  const [root, ...path] = textOf(type.typeName).split(".");
  // A statement of a firewall holds statements: what it declares is read when a value is there to be checked.
  if (root === "inputs")
    return z.lazy(() => z.strictObject(shapeOf(declarations, declarations.nested(path))));
  return z.unknown();
}

const textOf = (name: ts.EntityName): string =>
  ts.isIdentifier(name) ? name.text : `${textOf(name.left)}.${name.right.text}`;
