import { program } from "./components/program";
import { skipUnreadMessages } from "./components/shared/unread-messages";
import { skipUnreadStacks } from "./components/shared/unread-stacks";
import { loadStack } from "./stacks/load";

skipUnreadStacks();
skipUnreadMessages();

// Each is an output of the stack. One that is named here and not there would be warned of at every run.
export = loadStack().then(({ settings, secrets }) => program(settings, secrets));
