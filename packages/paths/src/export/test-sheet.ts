// Test cases as rows of a sheet, one a step: what stands in each column. How a sheet is written is the format's.
import { duration } from '../cases/duration.ts';
import { oneLine, valueText } from '../cases/one-line.ts';
import type { Step, Suite } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';

export const sheetColumns = ['number', 'title', 'before', 'step', 'data', 'role', 'time', 'expected'] as const;
export type SheetColumn = (typeof sheetColumns)[number] | 'requirements';
export type SheetRow = Readonly<Record<SheetColumn, string>>;

/** The columns of a suite: with the requirements that a path has a part in, where it was made for any. */
export const columnsOf = ({ paths }: Pick<Suite, 'paths'>): readonly SheetColumn[] => [
  ...sheetColumns,
  ...(paths.some(({ requirements = [] }) => requirements.length > 0) ? (['requirements'] as const) : []),
];

export const sheetHeadings: Readonly<Record<Language, SheetRow>> = {
  zh: {
    number: '编号',
    title: '标题',
    before: '前置条件',
    step: '步骤',
    data: '数据',
    role: '角色',
    time: '时间',
    expected: '预期',
    requirements: '需求',
  },
  en: {
    number: 'No.',
    title: 'Title',
    before: 'Precondition',
    step: 'Step',
    data: 'Data',
    role: 'Role',
    time: 'Time',
    expected: 'Expected',
    requirements: 'Requirements',
  },
};

/** The rows of every path, numbered `<path>-<step>`; time is counted from the opening of the case. Cells may hold several lines. */
export function testSheet(suite: Suite, language: Language): SheetRow[] {
  const say = teller(suite, language);
  return suite.paths.flatMap(({ id, title, steps, requirements = [] }) => {
    let passedMs = 0;
    return steps.map((step, index) => {
      passedMs += step.time?.waitMs ?? 0;
      return {
        number: `${id}-${String(index + 1).padStart(2, '0')}`,
        title: say.text(title),
        before: before(step, say),
        step: say.act(step),
        data: data(step, say),
        role: step.kind === 'time' ? '' : say.role(step.actor),
        time: time(step, passedMs, say),
        expected: say.expected(step).join('\n'),
        requirements: requirements.map(oneLine).join('\n'),
      };
    });
  });
}

function before({ kind, from }: Step, say: Teller): string {
  const zh = say.language === 'zh';
  if (kind === 'open' || from.length === 0) return zh ? '案件尚未发起' : 'there is no case yet';
  return zh ? `案件在${say.states(from)}` : `the case is in ${say.states(from)}`;
}

function data({ payload }: Step, say: Teller): string {
  if (payload === undefined) return '';
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return valueText(payload);
  return Object.entries(payload)
    .map(([field, value]) => `${fieldName(field, say)}: ${valueText(value)}`)
    .join('\n');
}

/** What a person calls a field, and what a tool calls it. */
function fieldName(field: string, say: Teller): string {
  const name = say.name('field', field);
  const id = valueText(field);
  return name === id ? id : `${name} ${id}`;
}

function time(step: Step, passedMs: number, say: Teller): string {
  const clock = `T+${passedMs === 0 ? '0' : duration(passedMs, say.language)}`;
  return step.kind === 'time' ? `${clock}\n${say.time(step)}` : clock;
}
