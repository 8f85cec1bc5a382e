// A run as one page that needs nothing else: totals, coverage, diagram, failures, what is left. What was met is coverage.ts.
import { duration } from '../cases/duration.ts';
import { valueText } from '../cases/one-line.ts';
import type { Step, Suite } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';
import { attributes, xmlText } from '../xml.ts';
import { coverageFromRun } from './coverage.ts';
import { pageStyle } from './page-style.ts';
import { type PageWord, pageWords } from './page-words.ts';
import type { RunReport, RunResult } from './run-report.ts';
import { svg } from './svg.ts';

const languages = ['zh', 'en'] as const;

/** Chinese and English in one page; the reader switches, and `language` is shown first. No scripts, nothing is loaded from elsewhere. */
export function html(report: RunReport, suite: Suite, { language = 'zh' }: { readonly language?: Language } = {}): string {
  const bodies = languages.map((each) => `<div${attributes({ lang: each === 'zh' ? 'zh' : 'en' })}>${body(report, suite, each)}</div>`);
  const switches = languages.map(
    (each) =>
      `<label><input type="radio" name="language" id="${each}"${each === language ? ' checked' : ''}> ${each === 'zh' ? '中文' : 'English'}</label>`,
  );
  return [
    '<!doctype html>',
    `<html${attributes({ 'data-format': 'bihuan-report' })}>`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${xmlText(`${suite.title[language]} · ${pageWords[language].report}`)}</title>`,
    `<style>${pageStyle}</style></head>`,
    `<body><main><p class="switch">${switches.join('')}</p>`,
    ...bodies,
    '</main></body></html>',
    '',
  ].join('\n');
}

function body(report: RunReport, suite: Suite, language: Language): string {
  const say = teller(suite, language);
  const word = (key: PageWord) => pageWords[language][key];
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  return [
    `<h1>${xmlText(say.text(suite.title))} · ${word('report')}</h1>`,
    facts(report, suite, language),
    ...(report.suite.hash === suite.hash ? [] : [warning(word('stale'))]),
    ...(report.partial === undefined ? [] : [warning(`${word('partial')}${language === 'zh' ? '：' : ': '}${report.partial}`)]),
    figures(report, suite, word),
    ...section(word('coverage'), coverageTable(report, suite, word)),
    ...section(word('diagram'), `<div class="scroll">${svg(suite, { language, report, prefix: `bihuan-${language}` })}</div>`),
    ...section(
      word('failing'),
      failed.length === 0 ? `<p>${word('none')}</p>` : failed.map((result) => failure(result, suite, say, word)).join('\n'),
    ),
    ...section(word('left'), remains(suite, word)),
    ...lists(suite, say, word),
    ...section(word('all'), resultTable(report, say, word)),
  ].join('\n');
}

type Word = (key: PageWord) => string;

const section = (head: string, inner: string): string[] => [`<h2>${head}</h2>`, inner];
const warning = (text: string): string => `<p class="warning">${xmlText(text)}</p>`;
const code = (value: unknown): string => `<code>${xmlText(valueText(value))}</code>`;
const number = (value: string | number): string => `<td class="number">${value}</td>`;
const cell = (text: string): string => `<td>${xmlText(text)}</td>`;

function table(head: readonly string[], rows: readonly string[]): string {
  const headings = head.map((each) => `<th>${xmlText(each)}</th>`).join('');
  return `<div class="scroll"><table><thead><tr>${headings}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function facts(report: RunReport, suite: Suite, language: Language): string {
  const word = pageWords[language];
  const all: readonly (readonly [string, string])[] = [
    [word.driver, report.driver],
    [word.version, `${report.suite.process} ${report.suite.version}`],
    [word.hash, report.suite.hash],
    [word.seed, String(report.seed)],
    [word.calendar, suite.calendar],
    [word.started, new Date(report.startedAtMs).toISOString()],
    [word.lasted, duration(report.durationMs, language)],
  ];
  return `<p class="facts">${all.map(([name, value]) => `${name} <b>${xmlText(value)}</b>`).join(' · ')}</p>`;
}

function figures({ results }: RunReport, { totals }: Suite, word: Word): string {
  const count = (outcome: RunResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const figure = (value: number | string, name: string, kind = '') => `<div class="figure"><b class="${kind}">${value}</b>${name}</div>`;
  const boxes = [
    ...(['passed', 'failed', 'skipped'] as const).map((outcome) => figure(count(outcome), word(outcome), outcome)),
    figure(totals.steps, word('steps')),
    ...(totals.lowerBound === null ? [] : [figure(totals.lowerBound, word('bound'))]),
  ];
  const gap = totals.gap === undefined ? '' : `<p class="facts">${word('gap')} <b>${xmlText(totals.gap)}</b></p>`;
  return `<div class="figures">${boxes.join('')}</div>${gap}`;
}

function coverageTable(report: RunReport, suite: Suite, word: Word): string {
  const rows = coverageFromRun(suite, report).criteria.map(({ criterion, met, covered, coverable, excluded }) => {
    const share =
      coverable === 0 ? '—' : `<meter min="0" max="${coverable}" value="${met}"></meter> ${Math.floor((met / coverable) * 100)}%`;
    return `<tr>${cell(criterion)}${[met, covered, coverable, excluded].map(number).join('')}<td>${share}</td></tr>`;
  });
  return table((['criterion', 'met', 'covered', 'coverable', 'excluded', 'share'] as const).map(word), rows);
}

function stepTable(steps: readonly Step[], failed: number, say: Teller, word: Word): string {
  const rows = steps.map((step, index) => {
    const [mark, kind] = index + 1 === failed ? ['✗', 'failed'] : index + 1 < failed ? ['✓', 'passed'] : ['·', 'skipped'];
    const payload = step.payload === undefined ? '' : `<br>${code(step.payload)}`;
    const expected = say.expected(step).map(xmlText).join('<br>');
    return `<tr${index + 1 === failed ? ' class="now"' : ''}><td class="number"><span class="${kind}">${mark}</span> ${index + 1}</td><td>${xmlText(say.act(step))}${payload}</td><td>${expected}</td></tr>`;
  });
  return table(['', word('step'), word('seen')], rows);
}

function failure({ path: id, title, failure: told }: RunResult, suite: Suite, say: Teller, word: Word): string {
  const steps = suite.paths.find((path) => path.id === id)?.steps ?? [];
  const differences = (['expected', 'actual'] as const)
    .filter((side) => told?.[side] !== undefined)
    .map((side) => `<p>${word(side)} ${code(told![side])}</p>`);
  return [
    `<h3 class="failed">${xmlText(`${say.text(title)} [${id}]`)}</h3>`,
    warning(told?.message ?? ''),
    ...differences,
    stepTable(steps, told?.step ?? 0, say, word),
    ...(told?.shrunk ? [`<h3>${word('shrunk')}</h3>`, stepTable(told.shrunk, told.shrunk.length, say, word)] : []),
  ].join('\n');
}

function remains({ totals }: Suite, word: Word): string {
  if (totals.notExplored.length === 0) return `<p>${word('explored')}</p>`;
  return `<ul>${totals.notExplored.map((each) => `<li>${xmlText(each)}</li>`).join('')}</ul>`;
}

/** What does not count, and what counts and is not met by the suite. */
function lists({ obligations }: Suite, say: Teller, word: Word): string[] {
  const excluded = obligations.filter((each) => each.excluded !== undefined);
  const missed = obligations.filter((each) => each.excluded === undefined && !each.covered);
  const rows = (all: typeof obligations) =>
    all.map(({ id, label, excluded: why }) => `<tr><td><code>${xmlText(id)}</code></td>${cell(say.text(label))}${cell(why ?? '')}</tr>`);
  return [
    ...(missed.length === 0 ? [] : section(word('missed'), table([word('number'), word('title'), ''], rows(missed)))),
    ...(excluded.length === 0 ? [] : section(word('leftOut'), table([word('number'), word('title'), ''], rows(excluded)))),
  ];
}

function resultTable({ results }: RunReport, say: Teller, word: Word): string {
  const rows = results.map(
    ({ path, title, outcome, durationMs }) =>
      `<tr>${cell(path)}${cell(say.text(title))}<td class="${outcome}">${word(outcome)}</td>${number(duration(durationMs, say.language))}</tr>`,
  );
  return table([word('number'), word('title'), word('outcome'), word('lasted')], rows);
}
