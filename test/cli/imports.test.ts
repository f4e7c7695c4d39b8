import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

it("the command line starts without the SDK, which takes a second to load", () => {
  const program = `
    require("./cli/main");
    const modules = Object.keys(require.cache).map((file) => file.split("node_modules/").at(-1));
    console.log(JSON.stringify(modules.map((file) => file.split("/")[0])));`;
  const output = execFileSync(
    process.execPath,
    ["--require", "ts-node/register/transpile-only", "--eval", program],
    { cwd: join(__dirname, "..", ".."), encoding: "utf8" },
  );
  const packages = JSON.parse(output) as string[];
  expect(packages).toContain("zod");
  expect(packages).not.toContain("@pulumi");
});
