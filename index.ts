import { program } from "./components/program";
import { loadSecrets, loadSettings } from "./stacks/load";

const settings = loadSettings();
const outputs = program(settings, loadSecrets(settings));

export const { instances, argocdAdminPassword, cluster } = outputs;
