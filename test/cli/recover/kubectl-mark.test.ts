import { describe, expect, it } from "vitest";
import { kubectlMark } from "../../../cli/recover/kubectl-mark";

describe("kubectlMark", () => {
  it("says what is missing where there is no kubectl", async () => {
    const readMark = kubectlMark("no-such-kubectl", []);
    const object = { apiVersion: "v1", kind: "Namespace", name: "history" };
    await expect(readMark(object)).rejects.toThrow(
      new Error(
        "The program no-such-kubectl is not there. It tells whose the objects are that the run had begun to create: " +
          "install kubectl (https://kubernetes.io/docs/tasks/tools/).",
      ),
    );
  });
});
