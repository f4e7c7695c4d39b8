import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What the engine did, by kind of operation: `{ create: 3, same: 60 }`. */
export type Changes = Readonly<Record<string, number>>;

/** Follows the events of one run of the engine: counts what is done, keeps what went wrong. */
export class RunRecord {
  private readonly counts = new Map<string, number>();
  private readonly messages: string[] = [];
  private done = 0;

  /** Takes one event. Returns a line worth showing, if there is one. */
  take(event: EngineEvent): string | undefined {
    const { diagnosticEvent, resOutputsEvent, resOpFailedEvent, summaryEvent } = event;
    if (diagnosticEvent?.severity === "error")
      this.keep(diagnosticEvent.urn, diagnosticEvent.message);
    for (const [kind, count] of Object.entries(summaryEvent?.resourceChanges ?? {}))
      this.counts.set(kind, count);
    if (resOpFailedEvent !== undefined)
      return `failed: ${resOpFailedEvent.metadata.op} ${title(resOpFailedEvent.metadata.urn)}`;
    if (resOutputsEvent === undefined) return undefined;
    const { op, urn } = resOutputsEvent.metadata;
    const verb = PAST[op];
    if (verb === undefined) return undefined;
    this.done += 1;
    return `${String(this.done).padStart(4)} ${verb} ${title(urn)}`;
  }

  get changes(): Changes {
    return Object.fromEntries(this.counts);
  }

  /** The engine's own error messages, one for each cause. */
  get failures(): readonly string[] {
    return [...new Set(this.messages)];
  }

  private keep(urn: string | undefined, message: string): void {
    const text = message.replaceAll(COLOURS, "").trim();
    if (LAST_WORDS.test(text)) return;
    this.messages.push(urn === undefined || urn === "" ? text : `${title(urn)}: ${text}`);
  }
}

/** What the engine says after the causes of every failure. */
const LAST_WORDS = /^(update|preview|destroy|refresh) failed$/;

/** Operations that change something; the engine's other ones are not worth a line. */
const PAST: Readonly<Partial<Record<string, string>>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  "create-replacement": "created anew",
  "delete-replaced": "deleted the old",
};

/** The colour commands that the engine writes into its messages: `<{%fg 13%}>`. */
const COLOURS = /<\{%.*?%\}>/g;

/** `Namespace history`: type and name, as a reader of the stack file knows them. */
export function title(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1) ?? types} ${name}`;
}
