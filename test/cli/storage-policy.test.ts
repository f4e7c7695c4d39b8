import { describe, expect, it } from "vitest";
import { main } from "../../cli/main";

async function run(...argv: string[]) {
  const [printed, complained]: [string[], string[]] = [[], []];
  const status = await main(
    ["storage-policy", ...argv],
    (text) => printed.push(text),
    (text) => complained.push(text),
  );
  return { status, printed: printed.join("\n"), complained: complained.join("\n") };
}

const USAGE = "Usage: npm run --silent openedx -- storage-policy --stack <stack> <slug> [--json]";

describe("openedx storage-policy", () => {
  it("names the buckets of one instance, whose last digits nobody knows before they are made", async () => {
    const { status, printed } = await run("--stack", "example-own-servers", "history");
    expect(status).toBe(0);
    const { Statement } = JSON.parse(printed) as { Statement: { Resource: string[] }[] };
    const own = [
      "arn:aws:s3:::campus-history-openedx-????????",
      "arn:aws:s3:::campus-history-public-????????",
    ];
    expect(Statement.map(({ Resource }) => Resource)).toEqual([
      own,
      own.map((bucket) => `${bucket}/*`),
    ]);
  });

  it("needs an instance of the stack", async () => {
    expect(await run("--stack", "example-own-servers", "law")).toEqual({
      status: 1,
      printed: 'stacks/Pulumi.example-own-servers.yaml has no instance "law": add its entry first.',
      complained: "",
    });
  });

  it.each([
    [[], "Name the stack and one instance."],
    [["--stack", "a", "history", "science"], "Name the stack and one instance."],
    [
      ["--stack", "absent", "history"],
      "stacks/Pulumi.absent.yaml cannot be read: ENOENT: no such file or directory",
    ],
    [["--stak", "a"], "Unknown option '--stak'"],
  ])("refuses the command line %j", async (argv, message) => {
    const { status, printed, complained } = await run(...argv);
    expect({ status, printed }).toEqual({ status: 2, printed: "" });
    expect(complained.slice(0, message.length)).toBe(message);
    expect(complained).toContain(USAGE);
  });
});
