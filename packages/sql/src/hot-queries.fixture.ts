// Every statement and the usual queries, for asking a database how it would go about them.
import type { Names, Parameters, SqlDialect } from './dialect.ts';
import { countQuery, findQuery } from './statements/find.ts';
import { doneQuery, personalQuery } from './statements/pages.ts';
import { caseTexts, workerTexts } from './statements/texts.ts';
import { countWorkQuery, workQuery } from './statements/work.ts';

type Hot = readonly [name: string, written: string, parameters: Parameters];

/** What the places of statements stand for, where a database wants to know. */
const sample: Parameters = {
  ...{ tenant: 't', id: 'c5', key: 'k', case: 'c5', afterRevision: 0, limit: 50, revision: 1, expectedRevision: 1 },
  ...{ process: 'p', version: 1, unit: 'u', subjectType: null, subjectId: null, correlation: 'c5', openSubject: null, states: 's' },
  ...{ outcome: null, openedAtMs: 1, atMs: 1, dueAtMs: null, record: '{}', head: 'h', entries: '[]', keys: '[]', nowMs: 1, dueBeforeMs: 1 },
  ...{
    processes: '[]',
    subscribers: '[]',
    rows: '[]',
    timer: 'x',
    generation: 1,
    leaseUntilMs: 1,
    retryAtMs: 1,
    error: '',
    subscriber: 's',
    index: 0,
  },
};

export function hotQueries(dialect: SqlDialect, names: Names): readonly Hot[] {
  const lists = ['timers', 'work_items', 'deliveries', 'terms', 'personal'].flatMap((name) => [
    [`put_${name}`, '[]'],
    [`drop_${name}`, '[]'],
  ]);
  const parameters = { ...sample, ...Object.fromEntries(lists) };
  const texts = Object.entries({ ...caseTexts(dialect, names), ...workerTexts(dialect, names) }).map(
    ([name, text]): Hot => [name, text, parameters],
  );
  const many = Array.from({ length: 40 }, (_, index) => `u${index}`);
  const page = { tenant: 't', limit: 50 };
  const found = (
    [
      ['the whole tenant', { units: [''] }],
      ['a few units', { units: ['a', 'b/c'], process: 'p', version: 1 }],
      ['many units', { units: many }],
      ['a subject', { units: [''], subject: { type: 'house', id: '3' } }],
      ['a correlation', { units: [''], correlation: 'x' }],
      ['terms', { units: ['a'], terms: ['state:a', 'text:bc'] }],
      ['terms, past a page', { units: [''], terms: ['state:a'], after: { id: 'c', dueAtMs: null } }],
      ['due time', { units: [''], dueBeforeMs: 9, after: { id: 'c', dueAtMs: 3 } }],
    ] as const
  ).flatMap(([name, filters]): Hot[] => {
    const { written, parameters: given } = findQuery(dialect, names, { ...page, ...filters });
    const { written: counting, parameters: alike } = countQuery(dialect, names, { ...page, ...filters });
    return [
      [`finding cases by ${name}`, written, given],
      [`counting cases by ${name}`, counting, alike],
    ];
  });
  const worker = { ...page, actor: 'u', which: 'all' as const };
  const after = { dueAtMs: 3, case: 'c', state: 's' };
  const everywhere = ['clerk', 'chief'].map((role) => ({ role, unit: '' }));
  const works = (
    [
      ['the whole tenant', { grants: everywhere }],
      ['the whole tenant, past a page', { grants: everywhere, after }],
      ['a unit', { grants: [{ role: 'clerk', unit: 'a' }], after }],
      ['many units', { grants: many.map((unit) => ({ role: 'clerk', unit })) }],
      ['one case', { grants: everywhere, case: 'c5' }],
      ['a subject', { grants: everywhere, subject: { type: 'house', id: '3' } }],
      ['terms', { grants: everywhere, terms: ['text:bc', 'state:waiting'], after }],
      ['terms in units', { grants: [...everywhere, { role: 'clerk', unit: 'a' }], terms: ['tag:x'] }],
    ] as const
  ).flatMap(([name, filters]): Hot[] => {
    const { written, parameters: given } = workQuery(dialect, names, { ...worker, ...filters });
    const { written: counting, parameters: alike } = countWorkQuery(dialect, names, { ...worker, ...filters });
    return [
      [`work of ${name}`, written, given],
      [`counting work of ${name}`, counting, alike],
    ];
  });
  const done = doneQuery(dialect, names, { ...page, actor: 'u', before: { atMs: 5, case: 'c', revision: 2 } });
  const person = personalQuery(dialect, names, { ...page, person: 'x', after: { case: 'c', revision: 1, field: 'f' } });
  return [...texts, ...found, ...works, ['done', done.written, done.parameters], ['personal fields', person.written, person.parameters]];
}
