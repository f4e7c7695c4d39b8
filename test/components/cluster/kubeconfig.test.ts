import { describe, expect, it } from "vitest";
import { plainKubeconfig } from "../../../components/cluster/kubeconfig";

describe("plainKubeconfig", () => {
  const text = "apiVersion: v1\nkind: Config\n";

  it("leaves plain text as it is", () => {
    expect(plainKubeconfig(text)).toBe(text);
  });

  it("decodes base64, also with line breaks in it", () => {
    const encoded = Buffer.from(text).toString("base64");
    expect(plainKubeconfig(`${encoded.slice(0, 10)}\n${encoded.slice(10)}\n`)).toBe(text);
  });
});
