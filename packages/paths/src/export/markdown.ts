// Test sheets as Markdown: facts, a table a path, and what is not covered. What stands in the cells is the test sheet's.
import type { Suite } from '../cases/suite.ts';
import { type Language, teller } from '../cases/teller.ts';
import { type SheetColumn, sheetHeadings, testSheet } from './test-sheet.ts';

const words = {
  zh: {
    process: '流程',
    version: '版本',
    hash: '哈希',
    seed: '种子',
    paths: '用例',
    steps: '步骤',
    covered: '覆盖',
    excluded: '未覆盖',
    why: '原因',
    left: '未探索',
    requirements: '需求',
  },
  en: {
    process: 'process',
    version: 'version',
    hash: 'hash',
    seed: 'seed',
    paths: 'cases',
    steps: 'steps',
    covered: 'covered',
    excluded: 'Not covered',
    why: 'why',
    left: 'Not explored',
    requirements: 'requirements',
  },
} as const;

const columns: readonly SheetColumn[] = ['number', 'before', 'step', 'data', 'role', 'time', 'expected'];

/** A heading and a table a path, readable as it is and rendered. */
export function markdown(suite: Suite, { language = 'zh' }: { readonly language?: Language } = {}): string {
  const say = teller(suite, language);
  const word = words[language];
  const { totals } = suite;
  const rows = new Map(testSheet(suite, language).map((row) => [row.number, row]));
  const facts = [
    `${word.process} ${suite.process}`,
    `${word.version} ${suite.version}`,
    `${word.hash} ${suite.hash}`,
    `${word.seed} ${suite.seed}`,
    `${totals.paths} ${word.paths}`,
    `${totals.steps} ${word.steps}`,
    `${word.covered} ${totals.covered}/${totals.coverable}`,
  ];
  const sections = suite.paths.map(({ id, title, steps, requirements = [] }) => {
    const own = steps.map((_, index) => rows.get(`${id}-${String(index + 1).padStart(2, '0')}`)!);
    return [
      `## ${inline(`${id} ${say.text(title)}`)}`,
      '',
      ...(requirements.length > 0 ? [inline(`${word.requirements}: ${requirements.join(', ')}`), ''] : []),
      ...table(
        columns.map((column) => sheetHeadings[language][column]),
        own.map((row) => columns.map((column) => row[column])),
      ),
      '',
    ].join('\n');
  });
  const excluded = suite.obligations.filter(({ covered }) => !covered);
  return [
    `# ${inline(say.text(suite.title))}`,
    '',
    inline(facts.join(' · ')),
    '',
    ...sections,
    ...(excluded.length > 0
      ? [
          `## ${word.excluded}`,
          '',
          ...table(
            ['id', '', word.why],
            excluded.map((each) => [each.id, say.text(each.label), each.excluded ?? '']),
          ),
          '',
        ]
      : []),
    ...(totals.notExplored.length > 0 ? [`## ${word.left}`, '', ...totals.notExplored.map((each) => `- ${inline(each)}`), ''] : []),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.split('\n').map(inline).join('<br>')).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)];
}

/** Text that Markdown shows as it is: no mark-up of its own, no HTML, no cell or line end. */
export function inline(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]<>|#~&$]/g, (mark) => `\\${mark}`)
    .replace(/^(\s*)([-+=]|\d+[.)])/, (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}
