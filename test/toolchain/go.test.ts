import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { goBuild, goDownload, requireGo } from "../../sandbox/toolchain/go";
import { readGoModule } from "../../sandbox/toolchain/go-module";
import { environmentWith, refusal, temporaryFolder } from "./support";

const NO_HOST =
  "dial tcp: lookup modules.example on 127.0.0.53:53: no such host (Client.Timeout exceeded)";

describe("requireGo", () => {
  const wanted = ["etcd v3.6.5", "pulumi v3.255.0"];

  it("accepts a Go that is new enough", async () => {
    const environment = environmentWith({ go: "echo go1.26.8" });
    await expect(requireGo(wanted, "1.26.0", environment)).resolves.toBeUndefined();
  });

  it("names everything that needs Go when there is none", async () => {
    expect(await refusal(requireGo(wanted, "1.26.0", environmentWith({})))).toBe(
      `Neither on PATH nor in the cache: etcd v3.6.5, pulumi v3.255.0.
Building them needs Go 1.26.0 or newer, but there is no usable "go" on PATH.
Next: install Go 1.26.0 or newer and run the command again.`,
    );
  });

  it("names the Go that is too old", async () => {
    const environment = environmentWith({ go: "echo go1.22.2" });
    expect(await refusal(requireGo(wanted, "1.26.0", environment))).toBe(
      `Neither on PATH nor in the cache: etcd v3.6.5, pulumi v3.255.0.
Building them needs Go 1.26.0 or newer, but ${environment.PATH}/go is Go 1.22.2.
Next: install Go 1.26.0 or newer and run the command again.`,
    );
  });
});

describe("goBuild", () => {
  const build = (folder: string) => ({
    title: "etcd v3.6.5",
    folder,
    command: "go.etcd.io/etcd/server/v3",
    variables: { "main.Version": "v3.6.5" },
    output: join(folder, "etcd"),
  });

  it("builds to the letter of go.mod, whatever the operator's environment says", async () => {
    const folder = temporaryFolder();
    const environment = {
      ...environmentWith({
        go: `echo "$@" > arguments; echo "$GOFLAGS $GOTOOLCHAIN $GOWORK $CGO_ENABLED" > environment`,
      }),
      GOFLAGS: "-mod=mod",
      GOTOOLCHAIN: "auto",
      CGO_ENABLED: "1",
    };
    await goBuild(build(folder), environment);
    expect(readFileSync(join(folder, "arguments"), "utf8")).toBe(
      `build -trimpath -buildvcs=false -ldflags -s -w -X main.Version=v3.6.5 -o ${folder}/etcd go.etcd.io/etcd/server/v3\n`,
    );
    expect(readFileSync(join(folder, "environment"), "utf8")).toBe("-mod=readonly local off 0\n");
  });

  it("tells that the packages could not be fetched when there is no network", async () => {
    const script = `echo "go: downloading things" >&2; echo "main.go:3:8: ${NO_HOST}" >&2; exit 1`;
    const environment = environmentWith({ go: script });
    expect(await refusal(goBuild(build(temporaryFolder()), environment))).toBe(
      `etcd v3.6.5 is missing here, and Go could not fetch the packages of go.etcd.io/etcd/server/v3:
  main.go:3:8: ${NO_HOST}
Next: connect this machine to the internet, or set GOPROXY to a module mirror that it reaches, and run the command again. What is finished is kept.`,
    );
  });

  it("shows the end of the output of a build that failed", async () => {
    const folder = temporaryFolder();
    const environment = environmentWith({
      go: `for i in 1 2 3 4 5 6 7 8 9 10 11; do echo "line $i" >&2; done; exit 2`,
    });
    const lines = Array.from({ length: 10 }, (_, index) => `  line ${index + 2}`).join("\n");
    expect(await refusal(goBuild(build(folder), environment))).toBe(
      `etcd v3.6.5 could not be made; "${environment.PATH}/go build -trimpath -buildvcs=false -ldflags -s -w -X main.Version=v3.6.5 -o ${folder}/etcd go.etcd.io/etcd/server/v3" ended with:
${lines}
Next: see that there are 4 GB of memory and 6 GB of disk free, and run the command again. What is finished is kept.`,
    );
  });
});

describe("goDownload", () => {
  const module = readGoModule("argo");
  const path = "github.com/argoproj/argo-cd/v3";

  it("tells where the sources lie", async () => {
    const environment = environmentWith({ go: `echo '{"Dir": "/modules/'$4'"}'` });
    expect(await goDownload("argo-cd-crds v3.4.4", module, path, environment)).toBe(
      `/modules/${path}`,
    );
  });

  it("names the module that cannot be fetched", async () => {
    // Go prints this failure as JSON, on its standard output.
    const environment = environmentWith({
      go: `echo '	"Error": "\\"${path}@v3.4.4\\": ${NO_HOST}"'; exit 1`,
    });
    expect(await refusal(goDownload("argo-cd-crds v3.4.4", module, path, environment))).toBe(
      `argo-cd-crds v3.4.4 is missing here, and Go could not fetch the packages of ${path}:
  "${path}@v3.4.4": ${NO_HOST}
Next: connect this machine to the internet, or set GOPROXY to a module mirror that it reaches, and run the command again. What is finished is kept.`,
    );
  });
});
