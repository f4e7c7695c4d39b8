import type { ResourceKind } from "../contract";
import { Declarations } from "../sdk/declarations";
import { declaredInputs } from "../sdk/declared-inputs";
import { cloudKind } from "./cloud-kind";
import type { Cloud, CloudType } from "./type";

/**
 * Serves the types of a cloud that exist in the sandbox's account alone. What a type takes is read from the installed SDK
 * when the first resource of it comes.
 *
 * @param sdk `@pulumi/aws`
 */
export function cloudKinds<Client>(
  cloud: Cloud<Client>,
  sdk: string,
  types: Readonly<Record<string, CloudType>>,
): (type: string) => ResourceKind<Client> | undefined {
  const declarations = new Declarations(sdk);
  const known = new Map<string, ResourceKind<Client>>();
  return (type) => {
    const made = known.get(type);
    const its = types[type];
    if (made !== undefined || its === undefined) return made;
    const kind = cloudKind(cloud, type, its, declaredInputs(declarations, type));
    known.set(type, kind);
    return kind;
  };
}
