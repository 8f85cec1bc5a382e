// Test sheets as a workbook: cases, coverage, facts. What stands in the cells of the cases is the test sheet's.
import writeExcelFile, { type Row, type Sheet } from 'write-excel-file/node';
import type { Suite } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';
import { columnsOf, sheetHeadings, testSheet } from './test-sheet.ts';

const words = {
  zh: {
    sheets: ['用例', '覆盖', '概况'],
    coverage: ['编号', '准则', '内容', '结果', '原因', '用例'],
    fact: ['项目', '内容'],
    results: { covered: '已覆盖', excluded: '不计', missed: '未覆盖' },
    facts: [
      '流程',
      '名称',
      '版本',
      '哈希',
      '种子',
      '覆盖准则',
      '日历',
      '开始时间',
      '用例数',
      '步骤数',
      '步数下限',
      '超出下限的原因',
      '已覆盖',
      '可覆盖',
      '未探索',
    ],
  },
  en: {
    sheets: ['Cases', 'Coverage', 'Facts'],
    coverage: ['Id', 'Criterion', 'What', 'Result', 'Why', 'Cases'],
    fact: ['Fact', 'Value'],
    results: { covered: 'covered', excluded: 'excluded', missed: 'not covered' },
    facts: [
      'Process',
      'Title',
      'Version',
      'Hash',
      'Seed',
      'Criteria',
      'Calendar',
      'Begins',
      'Cases',
      'Steps',
      'Lower bound of steps',
      'Why above the bound',
      'Covered',
      'Coverable',
      'Not explored',
    ],
  },
} as const;

/** Most characters a cell of a workbook may hold. */
const longestCell = 32_767;

/** A workbook of three sheets with frozen headings. All cells are text or numbers, so that none is taken for a formula. */
export async function xlsx(suite: Suite, { language = 'zh' }: { readonly language?: Language } = {}): Promise<Uint8Array> {
  const say = teller(suite, language);
  const [cases, coverage, facts] = words[language].sheets;
  const columns = columnsOf(suite);
  const steps = testSheet(suite, language).map((row) => columns.map((column) => row[column]));
  const buffer = await writeExcelFile([
    sheet(cases, [16, 24, 20, 34, 34, 12, 30, 48, 14].slice(0, columns.length), [
      columns.map((column) => sheetHeadings[language][column]),
      ...steps,
    ]),
    sheet(coverage, [36, 14, 32, 12, 40, 20], [words[language].coverage, ...coverageRows(suite, say)]),
    sheet(facts, [22, 60], [words[language].fact, ...factRows(suite, say)]),
  ]).toBuffer();
  return new Uint8Array(buffer);
}

type Cell = string | number;

function sheet(name: string, widths: readonly number[], [head, ...rows]: readonly (readonly Cell[])[]): Sheet<never> {
  const heading: Row = head!.map((value) => ({ ...cell(value), fontWeight: 'bold', backgroundColor: '#e8eef7', borderStyle: 'thin' }));
  const body: Row[] = rows.map((row) => row.map((value) => ({ ...cell(value), wrap: true, alignVertical: 'top' })));
  return { sheet: name, data: [heading, ...body], columns: widths.map((width) => ({ width })), stickyRowsCount: 1 };
}

function cell(value: Cell) {
  if (typeof value === 'number') return { value, type: Number };
  const text = value.length > longestCell ? `${value.slice(0, longestCell - 1)}…` : value;
  return { value: text, type: String, format: '@' };
}

function coverageRows(suite: Suite, say: Teller): Cell[][] {
  const { results } = words[say.language];
  const first = new Map(suite.paths.toReversed().flatMap(({ id, covers }) => covers.map((obligation) => [obligation, id] as const)));
  return suite.obligations.map(({ id, criterion, label, excluded, covered }) => {
    const result = covered ? results.covered : excluded === undefined ? results.missed : results.excluded;
    return [id, criterion, say.text(label), result, excluded ?? '', first.get(id) ?? ''];
  });
}

function factRows(suite: Suite, say: Teller): Cell[][] {
  const { totals } = suite;
  const values: Cell[] = [
    ...[suite.process, say.text(suite.title), suite.version, suite.hash, suite.seed, suite.cover.join(', '), suite.calendar],
    ...[new Date(suite.startMs).toISOString(), totals.paths, totals.steps, totals.lowerBound ?? '', totals.gap ?? ''],
    ...[totals.covered, totals.coverable, totals.notExplored.join('\n')],
  ];
  return words[say.language].facts.map((fact, index) => [fact, values[index]!]);
}
