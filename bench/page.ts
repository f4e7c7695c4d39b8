/** The sections of the page, in order. Each is measured by itself. */
const TITLES = { program: "The program alone", sandbox: "On the sandbox" } as const;

export type SectionName = keyof typeof TITLES;
export const SECTION_NAMES: readonly SectionName[] = ["program", "sandbox"];

const HEAD = `# Performance

Written by \`npm run bench\`, with nothing else running; measure again after a change that could matter. \`npm run bench -- program\`
and \`npm run bench -- sandbox\` measure one part, \`--instances 1,10\` other numbers of instances.
`;

/**
 * The page with a section replaced.
 *
 * @param page the page as it is; undefined if there is none yet
 */
export function withSection(
  page: string | undefined,
  name: SectionName,
  lines: readonly string[],
): string {
  const sections = SECTION_NAMES.map((each) => {
    const text = each === name ? lines.join("\n") : sectionOf(page ?? "", each);
    return `## ${TITLES[each]}\n\n${text ?? "Not measured yet."}\n`;
  });
  return [HEAD, ...sections].join("\n");
}

function sectionOf(page: string, name: SectionName): string | undefined {
  const [, text] = page.split(`## ${TITLES[name]}\n`);
  return text?.split(/^## /m)[0]?.trim();
}
