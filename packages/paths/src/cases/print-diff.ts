// A difference between suites as lines of text, for terminals and pull requests. What differs is decided in diff.ts.
import type { ChangedPath, PathReference, SuiteDiff } from './diff.ts';
import { oneLine } from './one-line.ts';
import type { Obligation } from './suite.ts';
import type { Language } from './teller.ts';

const words = {
  zh: {
    ...{ same: '定义相同', stale: '定义已变,原有结果不再可靠', unexplained: '定义的改动未在用例中显现:全部用例须重做' },
    ...{ add: '新增用例', drop: '删除用例', change: '变动用例', repeat: '须重做的用例', kept: '未变用例' },
    ...{ met: '新增要求', lost: '取消要求', excluded: '排除有变的要求', step: '第{n}步', request: '所做之事', seen: '预期', because: '因' },
    none: '没有差别',
  },
  en: {
    ...{
      same: 'the same definition',
      stale: 'the definition changed: earlier results no longer count',
      unexplained: 'the cases do not show what changed: repeat all of them',
    },
    ...{ add: 'cases to add', drop: 'cases to drop', change: 'cases that changed', repeat: 'cases to repeat', kept: 'cases as before' },
    ...{
      met: 'obligations added',
      lost: 'obligations dropped',
      excluded: 'obligations excluded otherwise',
      step: 'step {n}',
      request: 'what is done',
      seen: 'expected',
      because: 'because of',
    },
    none: 'no differences',
  },
} as const;

/** Lines a person can act on: what to add, drop, change, repeat, and why. */
export function printDiff(diff: SuiteDiff, language: Language): string {
  const word = words[language];
  const named = ({ id, title }: PathReference) => `${oneLine(id)} ${oneLine(title[language])}`;
  const section = (head: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', `${head} (${lines.length})`, ...lines]);
  const required = (mark: string) => (each: Obligation) =>
    `  ${mark} ${oneLine(each.id)} ${oneLine(each.label[language])}${each.excluded === undefined ? '' : ` (${oneLine(each.excluded)})`}`;
  const change = ({ was, changes, ...path }: ChangedPath) => [
    `  ~ ${named(path)}${was === path.id ? '' : ` ← ${oneLine(was)}`}`,
    ...changes.slice(0, 5).map(({ step, what }) => {
      const told = what.includes('request') ? word.request : `${word.seen}: ${what.join(', ')}`;
      return `      ${word.step.replace('{n}', String(step))}: ${told}`;
    }),
    ...(changes.length > 5 ? ['      …'] : []),
  ];
  const [before, after] = [diff.before, diff.after].map(({ process, version, hash }) => oneLine(`${process} ${version} ${hash}`));
  const body = [
    ...section(
      word.add,
      diff.added.map((path) => `  + ${named(path)}`),
    ),
    ...section(
      word.drop,
      diff.gone.map((path) => `  - ${named(path)}`),
    ),
    ...(diff.changed.length === 0 ? [] : ['', `${word.change} (${diff.changed.length})`, ...diff.changed.flatMap(change)]),
    ...section(
      word.repeat,
      diff.repeat.map((path) => `  ↻ ${named(path)} — ${word.because} ${path.because.map(oneLine).join(', ')}`),
    ),
    ...section(word.met, diff.obligations.added.map(required('+'))),
    ...section(word.lost, diff.obligations.dropped.map(required('-'))),
    ...section(word.excluded, diff.obligations.excludedOtherwise.map(required('~'))),
  ];
  const state = diff.unexplained ? word.unexplained : diff.stale ? word.stale : word.same;
  return [
    `${before} → ${after}: ${state}`,
    ...(body.length === 0 ? ['', word.none] : body),
    '',
    `${word.kept}: ${diff.same.length}`,
    '',
  ].join('\n');
}
