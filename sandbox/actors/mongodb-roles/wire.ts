import { BSON } from "mongodb";

/** Codes of the messages that are read; all others pass as they are. */
const OP_QUERY = 2004;
const OP_MSG = 2013;

const HEADER = 16;
const MSG_FLAGS = 4;
/** Of a section that is one document. */
const BODY = 0;

/** A document as it is on the wire. */
export type Document = Readonly<Record<string, unknown>>;

/** One message of MongoDB's wire protocol (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/). */
export interface Message {
  readonly bytes: Buffer;
  readonly requestId: number;
  readonly responseTo: number;
  /** The command or the answer; undefined in a message of another form. */
  readonly body?: Document;
}

/** Cuts a stream into messages, whatever the pieces that it comes in. */
export function splitter(): (piece: Buffer) => Message[] {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    const messages: Message[] = [];
    while (rest.length >= HEADER && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      messages.push(parse(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
    return messages;
  };
}

function parse(bytes: Buffer): Message {
  const header = { requestId: bytes.readInt32LE(4), responseTo: bytes.readInt32LE(8) };
  const start = bodyStart(bytes);
  if (start === undefined) return { bytes, ...header };
  const end = start + bytes.readInt32LE(start);
  return { bytes, ...header, body: BSON.deserialize(bytes.subarray(start, end), KEEP) };
}

/** Numbers and binary data stay as they were, so that a message that is written again is the same. */
const KEEP = { promoteValues: false, promoteBuffers: false, promoteLongs: false } as const;

function bodyStart(bytes: Buffer): number | undefined {
  const code = bytes.readInt32LE(12);
  if (code === OP_MSG)
    return bytes[HEADER + MSG_FLAGS] === BODY ? HEADER + MSG_FLAGS + 1 : undefined;
  // Flags, the name of a collection with a zero at its end, and two numbers; drivers say hello this way.
  if (code === OP_QUERY) return bytes.indexOf(0, HEADER + 4) + 1 + 8;
  return undefined;
}

/** Writes a message of one document. */
export function write(body: Document, requestId: number, responseTo: number): Buffer {
  const document = BSON.serialize(body);
  const start = Buffer.alloc(HEADER + MSG_FLAGS + 1);
  [start.length + document.length, requestId, responseTo, OP_MSG].forEach((value, index) =>
    start.writeInt32LE(value, index * 4),
  );
  return Buffer.concat([start, document]);
}
