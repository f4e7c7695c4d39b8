import { run } from "../program";

/** The requests that a run makes of an API server. Paths are those of its REST API. */
export interface KubernetesApi {
  /** An object or a list; undefined only where the server itself says that there is none. */
  get(path: string): Promise<unknown>;
  /** What is at a path as text, such as a pod's log. */
  text(path: string): Promise<string>;
  create(path: string, object: object): Promise<unknown>;
  annotate(namespace: string, key: string, value: string): Promise<void>;
}

/** The API server answers, and refuses. Its own words are the message. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    /** The reason in one word, as in `Error from server (NotFound)`. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** The API server does not answer, or not with what it should. The message has kubectl's words. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** A request to an API server that does not answer ends after this long. */
const TIMEOUT = "20s";

/**
 * An API server by way of kubectl, which knows every kind of login that a kubeconfig may ask for. Raw requests need no
 * look at what the server offers, which takes kubectl longer than all else.
 *
 * @param connection the options that tell kubectl which cluster: `--kubeconfig` or `--context`
 */
export function kubectlApi(connection: readonly string[]): KubernetesApi {
  const ask = async (parameters: readonly string[], input = ""): Promise<string> => {
    const options = [...connection, `--request-timeout=${TIMEOUT}`];
    const { code, stdout, stderr } = await run("kubectl", [...options, ...parameters], input);
    if (code === 0) return stdout;
    const words = stderr.trim();
    const [, reason, refusal] = /^Error from server \((\w+)\): ([^]*)$/m.exec(words) ?? [];
    if (reason !== undefined && refusal !== undefined) throw new Refused(reason, refusal);
    throw new Unreachable(words);
  };
  const text = (path: string): Promise<string> => ask(["get", `--raw=${path}`]);
  return {
    text,
    async get(path) {
      try {
        return parsed(await text(path));
      } catch (error) {
        if (error instanceof Refused && error.reason === "NotFound") return undefined;
        throw error;
      }
    },
    async create(path, object) {
      const created = await ask(
        ["create", `--raw=${path}?fieldValidation=Strict`, "--filename=-"],
        JSON.stringify(object),
      );
      return parsed(created);
    },
    async annotate(namespace, key, value) {
      await ask(["annotate", "namespace", namespace, `${key}=${value}`, "--overwrite"]);
    },
  };
}

const parsed = (text: string): unknown => JSON.parse(text);
