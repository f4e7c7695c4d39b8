import { program } from "./components/program";
import { loadSecrets, loadSettings } from "./stacks/load";

const settings = loadSettings();

// Each is an output of the stack. One that is named here and not there would be warned of at every run.
export = program(settings, loadSecrets(settings));
