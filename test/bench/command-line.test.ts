import { describe, expect, it } from "vitest";
import { readCommandLine, USAGE } from "../../bench/command-line";

describe("the command line of the bench", () => {
  it("measures both parts with four numbers of instances where nothing is said", () => {
    expect(readCommandLine([])).toEqual({
      sections: ["program", "sandbox"],
      instances: [1, 10, 25, 50],
    });
  });

  it("measures what is named, with the numbers that are given, ascending and once each", () => {
    expect(readCommandLine(["sandbox", "--instances", "10,1,10"])).toEqual({
      sections: ["sandbox"],
      instances: [1, 10],
    });
  });

  it("refuses a part that there is not", () => {
    expect(() => readCommandLine(["engine"])).toThrow(`There is no part "engine".\n\n${USAGE}`);
  });

  it.each(["0", "51", "ten", "1,,2", "1.5", ""])("refuses the numbers %j", (numbers) => {
    expect(() => readCommandLine([`--instances=${numbers}`])).toThrow(
      `--instances is "${numbers}". Write whole numbers from 1 to 50, separated by commas.`,
    );
  });

  it("refuses an unknown option, and shows what there is", () => {
    expect(() => readCommandLine(["--quick"])).toThrow(USAGE);
  });
});
