import { program } from "../../components/program";
import { skipUnreadMessages } from "../../components/shared/unread-messages";
import { loadStack } from "../../stacks/load";

/** The program of a stack, as `index.ts` runs it for the engine's own language host. */
export async function run(): Promise<Record<string, unknown>> {
  skipUnreadMessages();
  const { settings, secrets } = await loadStack();
  return { ...program(settings, secrets) };
}
