import { runInThisContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { skipUnreadStacks } from "../../../components/shared/unread-stacks";

/** The stack of an error that is made in a file. */
const stackIn = (filename: string): unknown => {
  const error: unknown = runInThisContext("new Error('wrong')", { filename });
  return error instanceof Error ? error.stack : undefined;
};

describe("skipUnreadStacks", () => {
  const prepare = (): unknown => Reflect.get(Error, "prepareStackTrace");
  const setPrepare = (value: unknown) => Reflect.set(Error, "prepareStackTrace", value);
  const before = prepare();
  beforeEach(() => {
    setPrepare((error: Error) => `${String(error)}, and where`);
    skipUnreadStacks();
  });
  afterEach(() => {
    setPrepare(before);
  });

  it.each([
    require.resolve("@pulumi/pulumi/runtime/debuggable.js"),
    "C:\\me\\node_modules\\@pulumi\\pulumi\\runtime\\debuggable.js",
  ])("leaves out what Pulumi takes of a promise: %s", (file) => {
    expect(stackIn(file)).toBe("Error: wrong");
  });

  it.each(["/home/me/components/program.ts", "/home/me/debuggable.js"])(
    "keeps that of an error: %s",
    (file) => {
      expect(stackIn(file)).toBe("Error: wrong, and where");
    },
  );

  it("changes nothing where nobody puts stacks into words of his own", () => {
    setPrepare(undefined);
    skipUnreadStacks();
    expect(prepare()).toBe(undefined);
  });
});
