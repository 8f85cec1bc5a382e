// A run as JUnit XML, for continuous integration: a test suite a process, a test case a path. What passed is decided in the run.
import { oneLine, valueText } from '../cases/one-line.ts';
import type { Step, Suite } from '../cases/suite.ts';
import { type Language, teller } from '../cases/teller.ts';
import { attributes, xmlText } from '../xml.ts';
import type { RunFailure, RunReport, RunResult } from './run-report.ts';

const words = {
  zh: { expected: '应为', actual: '实为', shrunk: '最短失败步骤', skipped: '未执行', stale: '报告与用例集不是同一定义' },
  en: {
    expected: 'expected',
    actual: 'found',
    shrunk: 'shortest steps that fail',
    skipped: 'not run',
    stale: 'the report is of another definition than the suite',
  },
} as const;

/** In the shape that Jenkins, GitLab and others read. A failure holds its steps as text, the failing one marked; a partial run says so in `system-err`. */
export function junit(report: RunReport, suite: Suite, { language = 'zh' }: { readonly language?: Language } = {}): string {
  const say = teller(suite, language);
  const word = words[language];
  const paths = new Map(suite.paths.map((path) => [path.id, path]));
  const count = (outcome: RunResult['outcome']) => report.results.filter((result) => result.outcome === outcome).length;
  const numbers = {
    tests: report.results.length,
    failures: count('failed'),
    errors: 0,
    time: seconds(report.durationMs),
  };
  const process = `${report.suite.process} ${report.suite.version}`;

  function steps(all: readonly Step[], failed: number): string[] {
    return all.map((step, index) => {
      const mark = index + 1 === failed ? '✗' : index + 1 < failed ? '✓' : '·';
      const payload = step.payload === undefined ? '' : ` ${valueText(step.payload)}`;
      return `${mark} ${index + 1}. ${say.act(step)}${payload} → ${say.expected(step).join(language === 'zh' ? '；' : '; ')}`;
    });
  }

  function failure(result: RunResult, { step, message, expected, actual, shrunk }: RunFailure): string {
    const lines = [
      message,
      ...(expected === undefined ? [] : [`${word.expected}: ${valueText(expected)}`]),
      ...(actual === undefined ? [] : [`${word.actual}: ${valueText(actual)}`]),
      ...steps(paths.get(result.path)?.steps ?? [], step),
      ...(shrunk ? [`${word.shrunk}:`, ...steps(shrunk, shrunk.length)] : []),
    ];
    return `      <failure${attributes({ type: 'expectation', message: `${step}: ${oneLine(message)}` })}>${lines.map(content).join('\n')}</failure>`;
  }

  function testCase(result: RunResult): string[] {
    const { path, title, outcome, durationMs } = result;
    const open = `    <testcase${attributes({ classname: report.suite.process, name: `${say.text(title)} [${path}]`, time: seconds(durationMs) })}`;
    if (outcome === 'passed') return [`${open}/>`];
    const told = result.failure ?? { step: 0, message: '' };
    return [
      `${open}>`,
      outcome === 'failed' ? failure(result, told) : `      <skipped${attributes({ message: word.skipped })}/>`,
      '    </testcase>',
    ];
  }

  const remarks = [report.partial, ...suite.totals.notExplored, report.suite.hash === suite.hash ? undefined : word.stale].filter(
    (each) => each !== undefined,
  );
  const properties = { driver: report.driver, version: report.suite.version, hash: report.suite.hash, seed: report.seed };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: say.text(suite.title), ...numbers })}>`,
    `  <testsuite${attributes({ name: process, ...numbers, skipped: count('skipped'), timestamp: new Date(report.startedAtMs).toISOString().slice(0, 19), hostname: 'localhost' })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...report.results.flatMap(testCase),
    '    <system-out/>',
    `    <system-err>${remarks.map(content).join('\n')}</system-err>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

/** Lines stay lines. */
const content = (text: string): string => text.split(/\r?\n/).map(xmlText).join('\n');
