import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { hardLimits } from "../../components/instance/quota";
import { deriveQuota } from "../../components/instance/quota";
import { BUILT_IN_SIZES } from "../../stacks/built-in-sizes";
import { Network } from "../support/network";
import { itFencesInstances } from "../support/network-matrix";
import { kubectl, kubernetes } from "./support/clients";
import { attempt, eventually, listed, quotaOf } from "./support/objects";
import { sandbox } from "./support/sandbox";
import { openTestStack, preview, refresh, removeTestStack, up } from "./support/stacks";

const SLUGS = ["history", "science", "arts"];

const edit = (...slugs: readonly string[]) =>
  openTestStack("fences", { "openedx:instances": slugs.map((slug) => ({ slug })) });

beforeAll(async () => {
  await up(await edit(...SLUGS));
});
afterAll(async () => removeTestStack(await edit(...SLUGS)));

describe("the network policies that the API server has", () => {
  let network: Network;
  beforeAll(async () => {
    const policies = await listed("/apis/networking.k8s.io/v1/networkpolicies");
    expect(policies.length).toBe(3 * SLUGS.length);
    network = new Network(policies);
  });

  itFencesInstances(() => network, SLUGS, {
    apiServer: "10.0.0.1",
    // Atlas is as the committed file has it; MySQL runs wherever the sandbox has found a port.
    servers: [
      { ip: "127.0.0.1", port: sandbox().servers.mysql.port },
      { ip: "127.0.0.1", port: 27017 },
    ],
  });
});

describe("the quota that the API server has", () => {
  it("is that of the size, in the very words, so that no later look finds a difference", async () => {
    const derived = deriveQuota({ workloads: BUILT_IN_SIZES.small, hosts: 4, plugins: 0 });
    for (const slug of SLUGS) {
      const { spec, status } = await quotaOf(slug);
      expect(spec.hard).toEqual(hardLimits(derived));
      expect(status.hard).toEqual(spec.hard);
    }
    const { changes } = await refresh(await edit(...SLUGS));
    expect(Object.keys(changes)).toEqual(["same"]);
    expect(Object.keys((await preview(await edit(...SLUGS))).changes)).toEqual(["same"]);
  });

  it("leaves room for what the program itself puts there", async () => {
    const { status } = await quotaOf("history");
    expect(Number(status.used["secrets"])).toBeGreaterThan(0);
    expect(Number(status.used["secrets"])).toBeLessThan(5);
  });
});

const Account = z.object({
  metadata: z.object({ uid: z.string() }),
  automountServiceAccountToken: z.boolean().optional(),
});

describe("the account that pods have if they name none", () => {
  const path = "/api/v1/namespaces/history/serviceaccounts/default";
  const account = async () => Account.parse(await kubernetes().send({ method: "GET", path }));

  it("gives pods no token for the Kubernetes API, while that of Argo's jobs does", async () => {
    const volumesOf = async (name: string, serviceAccountName?: string) => {
      const made = await attempt("/api/v1/namespaces/history/pods", {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name },
        spec: {
          containers: [{ name: "it", image: "example.org/it" }],
          ...(serviceAccountName !== undefined && { serviceAccountName }),
        },
      });
      await kubectl("delete", "pod", name, "-n", "history", "--now");
      return JSON.stringify(made);
    };
    expect(await volumesOf("without")).not.toContain("serviceAccountToken");
    expect(await volumesOf("of-argo", "openedx-jobs")).toContain("serviceAccountToken");
  });

  it("is made safe again by refresh and up, if somebody removes it", async () => {
    const before = await account();
    expect(before.automountServiceAccountToken).toBe(false);
    await kubectl("delete", "serviceaccount", "default", "-n", "history");
    const made = await eventually(async () => {
      const after = await account().catch(() => undefined);
      return after && after.metadata.uid !== before.metadata.uid ? after : undefined;
    });
    expect(made.automountServiceAccountToken).toBeUndefined();
    const stack = await edit(...SLUGS);
    await refresh(stack);
    const { changes } = await up(stack);
    expect(Object.keys(changes).sort()).toEqual(["same", "update"]);
    expect((await account()).automountServiceAccountToken).toBe(false);
  });

  it("is safe in an instance that was removed and is added again", async () => {
    await up(await edit("science", "arts"));
    await up(await edit(...SLUGS));
    expect((await account()).automountServiceAccountToken).toBe(false);
  });
});
