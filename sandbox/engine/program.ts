import { program } from "../../components/program";
import { loadSecrets, loadSettings } from "../../stacks/load";

/** The program of a stack, as `index.ts` runs it for the engine's own language host. */
export function run(): Promise<Record<string, unknown>> {
  const settings = loadSettings();
  return Promise.resolve({ ...program(settings, loadSecrets(settings)) });
}
