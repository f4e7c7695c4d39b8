import { z } from "zod";
import { databases } from "./databases";
import { certificates, domains, extraHosts, hosts } from "./hosts";
import { smtp } from "./mail";
import { rotation } from "./rotation";
import { instanceRedis } from "./services";
import { instanceStorage } from "./storage";
import { quota, workloads } from "./workloads";
import { flag, label, oneOf, section, text } from "./text";

// One segment of a path is anything but "." and "..".
const SEGMENT = "(?!\\.{1,2}(?:/|$))(?:[A-Za-z0-9._-]|\\{slug\\})+";

const repository = text(
  /^(?:https:\/\/[^\s@/?#]+\/[^\s@?#]+|ssh:\/\/(?:[\w.-]+@)?[^\s@:/]+(?::[0-9]{1,5})?\/[^\s@?#]+|[\w.-]+@[^\s@:/]+:[^\s@?#]+)$/,
  "an address without password or token, in one of the forms git@host:owner/name.git, ssh://git@host/owner/name.git, " +
    "https://host/owner/name.git",
).describe(
  "Address of the Git repository, as Argo CD takes it: `git@host:owner/name.git`, `ssh://` or `https://`; " +
    "credentials belong into Argo CD.",
);

const revision = text(
  /^(?![-/])[^\s~^:?*[\\]{1,250}$/,
  "a branch, tag or commit without spaces, for example main",
).describe("Branch, tag or commit.");

const path = text(
  new RegExp(`^(?:\\.|${SEGMENT}(?:/${SEGMENT})*)$`),
  "a folder below the root of the repository, without .. and without / at the beginning or end; {slug} stands for the slug " +
    "of the instance",
).describe(
  "Folder of the repository; `{slug}` stands for the slug of the instance. No two instances share one.",
);

export const gitops = section({
  repository,
  revision: revision.default("main"),
  path: path.default("instances/{slug}/env"),
}).describe("The Git folder that Argo CD deploys an instance from.");

const release = oneOf(["sumac", "teak", "ulmo", "verawood"]).describe("Release of Open edX.");

/** What instances can inherit from a size, but for how large they are. */
const inherited = {
  release: release.optional(),
  environment: label("a word")
    .optional()
    .describe(
      "Part of the names that Argo CD shows; those of an instance that is there already stay as they are. " +
        "Without it: that of the cluster.",
    ),
  sync: oneOf(["auto", "manual"])
    .optional()
    .describe(
      "`auto` (the default): Argo CD deploys what Git holds and repairs what differs. `manual`: somebody presses Sync.",
    ),
  deletionProtection: flag()
    .optional()
    .describe(
      "While `true`, removing the entry, or `pulumi destroy`, is refused and deletes nothing. " +
        "Without it: `true` on a `production` cluster, else `false`.",
    ),
  gitops: section({
    repository: repository.optional(),
    revision: revision.optional(),
    path: path.optional(),
  })
    .optional()
    .describe("What differs from `openedx:gitops`."),
  storage: instanceStorage.optional(),
  databases: databases.optional(),
  smtp: smtp.optional(),
};

/** What the defaults and instances say of workloads and quota, where it is not what their size says. */
const differing = {
  ...inherited,
  workloads: workloads
    .optional()
    .describe("What differs from its size; the same settings as `openedx:sizes.<name>.workloads`."),
  quota: quota
    .optional()
    .describe("What differs from its size; the same settings as `openedx:sizes.<name>.quota`."),
};

const sized = section({
  ...inherited,
  workloads: workloads
    .optional()
    .describe(
      "How much there is of each part of an instance. What nobody says is that of the built-in size of the same name, or " +
        "else of `small`; docs/sizes.md has the numbers.",
    ),
  quota: quota
    .optional()
    .describe(
      "What an instance may have at most. Without it: what its workloads need at their largest, updated and initialised " +
        "at once.",
    ),
}).describe("A named set of settings.");

const size = label("the name of a size")
  .optional()
  .describe(
    "`small`, `medium`, `large` or one of `openedx:sizes`, whose settings come after `openedx:defaults` and before its own. " +
      "Without it: `small`.",
  );

export const defaults = section({ ...differing, release, size }).describe(
  "What instances are where neither their size nor they themselves say otherwise.",
);

export const sizes = z
  .record(label("the name of a size"), sized, {
    error: "sizes, each a name with its settings below it",
  })
  .default({})
  .describe(
    "Named sets of settings that instances can share. `small`, `medium` and `large` are built in; what stands here under these " +
      "names differs from them.",
  );

export const instance = section({
  slug: label("a slug").describe(
    "Identity of the instance: its namespace, and a part of the names of its data. It never changes.",
  ),
  platformName: text(
    /^\S(?:.{0,198}\S)?$/,
    "a name of at most 200 characters, without spaces at its ends",
  )
    .optional()
    .describe("Name of the site as learners see it. Without it: the slug in words."),
  hosts: hosts.optional(),
  domains: domains.optional(),
  extraHosts: extraHosts.optional(),
  certificates: certificates.optional(),
  ...differing,
  size,
  onDeprovisionFailure: oneOf(["stop", "continue"])
    .optional()
    .describe(
      "What a removal does if a workflow cannot take away the instance's databases and users. `stop` (the default): nothing " +
        "more is removed. `continue`: the rest is, and what is left behind is noted; see docs/troubleshooting.md.",
    ),
  redis: instanceRedis.optional(),
  rotation: rotation.optional(),
}).describe("One Open edX site.");

/** An instance as it is written in a stack file, before it inherits. */
export type InstanceEntry = z.output<typeof instance>;

export const instances = z
  .array(instance, "a list of instances, one `- slug: name` each, or [] for none")
  .describe(
    "The Open edX sites. An entry that is added is provisioned; one that is removed is deprovisioned.",
  );
