// A suite as a Gherkin feature: a scenario a path, in Chinese or English. Step definitions are the reader's.
import { oneLine, valueText } from '../cases/one-line.ts';
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';

const keywords = {
  zh: { code: 'zh-CN', feature: '功能', background: '背景', scenario: '场景', given: '假如', when: '当', then: '那么', and: '而且' },
  en: {
    code: 'en',
    feature: 'Feature',
    background: 'Background',
    scenario: 'Scenario',
    given: 'Given ',
    when: 'When ',
    then: 'Then ',
    and: 'And ',
  },
} as const;

const words = {
  zh: {
    process: '流程',
    version: '版本',
    begins: '案件开始于',
    calendar: '日历',
    cast: '参与人',
    person: '人员',
    roles: '角色',
    field: '字段',
    value: '值',
  },
  en: {
    process: 'process',
    version: 'version',
    begins: 'cases begin at',
    calendar: 'calendar',
    cast: 'the cast',
    person: 'person',
    roles: 'roles',
    field: 'field',
    value: 'value',
  },
} as const;

/** One feature, parsed by Cucumber whatever the labels hold. A path is a scenario tagged with its id, the criteria it is the first to meet, and the requirements it has a part in. */
export function gherkin(suite: Suite, language: Language): string {
  const say = teller(suite, language);
  const key = keywords[language];
  const word = words[language];
  const cast = suite.cast.map(({ id }) => [valueText(id), say.role(id)]);
  return [
    `# language: ${key.code}`,
    `${key.feature}: ${say.text(suite.title)}`,
    '',
    `  ${key.background}:`,
    `    ${key.given}${word.process} “${oneLine(suite.process)}” ${word.version} “${oneLine(String(suite.version))}” #${oneLine(suite.hash)}`,
    `    ${key.and}${word.begins} ${new Date(suite.startMs).toISOString()} (${word.calendar}: ${oneLine(suite.calendar)})`,
    `    ${key.and}${word.cast}:`,
    ...table([[word.person, word.roles], ...cast]),
    ...suite.paths.flatMap((path) => ['', ...scenario(path, say)]),
    '',
  ].join('\n');
}

function scenario(path: TestPath, say: Teller): string[] {
  const criteria = [...new Set(path.covers.map((id) => id.split(':')[0]!))];
  return [
    `  ${[path.id, ...criteria, ...(path.requirements ?? [])].map(tag).join(' ')}`,
    `  ${keywords[say.language].scenario}: ${say.text(path.title)}`,
    ...path.steps.flatMap((step) => told(step, say)),
  ];
}

function told(step: Step, say: Teller): string[] {
  const key = keywords[say.language];
  const [first, ...rest] = say.expected(step);
  return [
    `    ${key.when}${say.act(step)}`,
    ...(step.payload === undefined ? [] : argument(step.payload, say)),
    `    ${key.then}${first}`,
    ...rest.map((sentence) => `    ${key.and}${sentence}`),
  ];
}

/** A flat payload is a table of fields; one that holds others is JSON, where nothing is lost. */
function argument(payload: unknown, { language }: Teller): string[] {
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  const fields = isObject ? Object.entries(payload) : [];
  if (isObject && fields.length === 0) return [];
  const flat = isObject && fields.every(([, value]) => typeof value !== 'object' || value === null);
  if (flat) {
    return table([[words[language].field, words[language].value], ...fields.map(([field, value]) => [valueText(field), valueText(value)])]);
  }
  const json = JSON.stringify(payload, null, 2).replace(/\\(.)/g, (written, letter) => (letter === '"' ? '\\u0022' : written));
  return ['"""json', ...json.split('\n').map(visible), '"""'].map((line) => `      ${line}`);
}

/** JSON leaves a few line-breaking and hidden characters as they are. */
const visible = (json: string): string =>
  json.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

const table = (rows: readonly (readonly string[])[]): string[] => rows.map((row) => `      | ${row.map(cell).join(' | ')} |`);

const cell = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|');

/** A tag ends at a space and may not hold another `@` or a comment. */
const tag = (name: string): string => `@${oneLine(name).replace(/[\s@#\\,()]+/gu, '_')}`;
