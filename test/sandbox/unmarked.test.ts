import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "./support/clients";
import { killUpHeldBy } from "./support/killed-up";
import { possessions, WHOLE_INSTANCE } from "./support/possessions";
import { failuresOf, openTestStack, recover, removeTestStack, up } from "./support/stacks";

const NAME = "unmarked";
const edit = (...slugs: readonly string[]) =>
  openTestStack(NAME, { "openedx:instances": slugs.map((slug) => ({ slug })) });

const refusal = (slug: string): string =>
  `Namespace ${slug}-namespace: resource "urn:pulumi:${NAME}::openedx::openedx:instance:OpenEdxInstance$kubernetes:core/v1:Namespace::${slug}-namespace" ` +
  `was not successfully created by the Kubernetes API server: namespaces "${slug}" already exists`;

const namespaces = (): Promise<string> =>
  kubectl("get", "namespaces", "geography", "law", "-o", "json");

/** Somebody else's namespaces: one without a mark, one with the mark of another cluster's instance. */
let handmade: string;

beforeAll(async () => {
  await up(await edit());
  await kubectl("create", "namespace", "geography");
  await kubectl("create", "namespace", "law");
  await kubectl("annotate", "namespace", "law", "openedx.org/owner=other/law");
  handmade = await namespaces();
});
afterAll(async () => {
  await removeTestStack(await edit());
  await kubectl("delete", "namespace", "geography", "law", "--ignore-not-found");
});

describe("an object that somebody else made", () => {
  it("is not taken over by the recovery of a killed run", async () => {
    const stack = await edit("geography", "law");
    await killUpHeldBy(
      NAME,
      ["geography", "law"].map((slug) => ({
        when: "before create",
        type: "kubernetes:core/v1:Namespace",
        name: `${slug}-namespace`,
        do: "hold",
      })),
    );
    const lines = await recover(stack);
    expect(lines.filter((line) => line.includes("not taken over")).sort()).toEqual([
      "  not taken over: Namespace geography exists and carries no owner mark. " +
        "The next run will refuse to make it; delete or rename that object first, or give the instance another slug.",
      "  not taken over: Namespace law exists and belongs to other/law. " +
        "The next run will refuse to make it; delete or rename that object first, or give the instance another slug.",
    ]);
    expect(await namespaces()).toBe(handmade);
  });

  it.each(["geography", "law"])("is refused by the next run, as by any: %s", async (slug) => {
    expect(await failuresOf(edit(slug))).toEqual([refusal(slug)]);
    expect(await namespaces()).toBe(handmade);
    expect(await possessions(slug)).toMatchObject({ mysqlDatabases: 0, buckets: 0 });
  });

  it("is in nobody's way once it has been deleted by hand", async () => {
    await kubectl("delete", "namespace", "geography", "law");
    await up(await edit("geography", "law"));
    for (const slug of ["geography", "law"])
      expect(await possessions(slug)).toEqual(WHOLE_INSTANCE);
  });
});
