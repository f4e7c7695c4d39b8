/** Where Pulumi takes the stack of each promise that it makes, to tell of those that never end. */
const TAKEN_BY_PULUMI = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;

/**
 * Keeps ts-node from working out the line of TypeScript for stacks that nobody reads: Pulumi takes one for each of its
 * promises, of which an instance has thousands. Errors keep theirs. To be called once, where the program starts.
 */
export function skipUnreadStacks(): void {
  const prepare = Error.prepareStackTrace?.bind(Error);
  if (prepare === undefined) return;
  Error.prepareStackTrace = (error, sites): unknown =>
    TAKEN_BY_PULUMI.test(sites[0]?.getFileName() ?? "") ? String(error) : prepare(error, sites);
}
