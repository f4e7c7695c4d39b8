/** Which Kubernetes object a resource stands for. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Inputs as a state file holds them. A secret one is encrypted, so it is no text. */
export class Inputs {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** The text at a path, if there is text in clear. */
  text(...path: readonly string[]): string | undefined {
    let value: unknown = this.values;
    for (const step of path) {
      if (typeof value !== "object" || value === null) return undefined;
      value = new Map<string, unknown>(Object.entries(value)).get(step);
    }
    return typeof value === "string" ? value : undefined;
  }

  /** The Kubernetes object that the inputs describe. */
  object(): ObjectReference | undefined {
    const [apiVersion, kind] = [this.text("apiVersion"), this.text("kind")];
    const name = this.text("metadata", "name");
    if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
    return { apiVersion, kind, namespace: this.text("metadata", "namespace"), name };
  }
}
