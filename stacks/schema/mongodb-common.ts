import { text } from "./text";

/** Of a server that the stack makes. */
export const mongodbVersion = () => text(/^[78]$/, "7 or 8, a major version of MongoDB");

export const MONGODB_VERSION =
  "For a server that the stack makes: major version of MongoDB, in quotes. It goes up by one, and never down.";
