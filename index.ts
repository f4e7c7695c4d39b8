import { program } from "./components/program";
import { skipUnreadStacks } from "./components/shared/unread-stacks";
import { loadStack } from "./stacks/load";

skipUnreadStacks();

// Each is an output of the stack. One that is named here and not there would be warned of at every run.
export = loadStack().then(({ settings, secrets }) => program(settings, secrets));
