import { digitaloceanApi } from "./api";
import { requestIn } from "./request";
import { grant, revoke } from "./user";

/**
 * Makes a user on a managed MongoDB of DigitalOcean for `pulumi up`, or takes it away, as the environment says.
 *
 * Its password goes to stdout, which the state keeps as a secret and the engine does not show; what is done goes to
 * stderr. What went wrong goes to stdout, which the engine shows where the command fails.
 *
 * @returns the exit status
 */
async function main(): Promise<number> {
  try {
    const { action, token, server, user, databases } = requestIn(
      process.argv.slice(2),
      process.env,
    );
    const api = digitaloceanApi({ base: process.env["DIGITALOCEAN_API_URL"], token });
    if (action === "revoke") await revoke(api, { server, user });
    else process.stdout.write(await grant(api, { server, user, databases }));
    console.error(`${user}: ${action === "revoke" ? "taken away" : "may read and write"}`);
    return 0;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

void main().then((status) => {
  process.exitCode = status;
});
