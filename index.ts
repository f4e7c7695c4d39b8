import { program } from "./components/program";
import { skipUnreadStacks } from "./components/shared/unread-stacks";
import { loadSecrets, loadSettings } from "./stacks/load";

skipUnreadStacks();
const settings = loadSettings();

// Each is an output of the stack. One that is named here and not there would be warned of at every run.
export = program(settings, loadSecrets(settings));
