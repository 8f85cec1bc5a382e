// A database as version 1 left it: the tables of that version alone, with the rows that its store wrote of a few cases.
import type { JournalEntry } from '@bihuan/core';
import { namesOf, type SqlDialect } from '../dialect.ts';
import { migrations } from './migrations.ts';
import { stepTexts } from './step.ts';

export const versionOnePrefix = 'old_';
const names = namesOf({ tablePrefix: versionOnePrefix });

const link = (status: string) => ({ type: 'parent', direction: 'to', case: 'p1', process: 'errand', status, rollUp: null });
const record = JSON.stringify({
  format: 1,
  id: 'c1',
  states: ['doing.far.away', 'watching'],
  tags: ['urgent'],
  links: { 'to:parent:p1': link('active'), 'to:parent:p2': link('refused'), 'from:it\'s "odd":甲': link('pending') },
});
const entry = (revision: number, actor: string): string =>
  JSON.stringify({ revision, by: { tenant: 't', id: actor }, atMs: 1_000 * revision } satisfies Partial<JournalEntry>);

const q = (value: string | number | null): string => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value));

/** The statements that make and fill it. */
export function versionOne(dialect: SqlDialect): readonly string[] {
  const ticked = (text: string) => (dialect.quote === '"' ? text : text.replaceAll('"', dialect.quote));
  // MySQL reads a backslash in a literal as an escape.
  const literal = (value: string | number | null) => (dialect.name === 'mysql' ? q(value).replaceAll('\\', '\\\\') : q(value));
  const insert = (table: string, columns: string, ...rows: readonly (readonly (string | number | null)[])[]) =>
    rows.map((row) => `${ticked(`insert into ${names.table(table)} (${columns})`)} values (${row.map(literal).join(', ')})`);
  const all = 'tenant, id, process, version, unit, correlation, revision, states, opened_at_ms, at_ms, record, head';
  return [
    ticked(
      `create table ${names.table('schema_version')} (version ${dialect.types.integer} not null primary key)${dialect.tableEnd.plain}`,
    ),
    ...migrations[0]!.flatMap((step) => stepTexts(step, dialect, names)),
    ...insert('schema_version', 'version', [1]),
    ...insert('cases', all, ['t', 'c1', 'errand', 3, 'a/b', 'c1', 2, 'doing.far.away watching', 1, 2, record, 'h2']),
    ...insert(
      'journal',
      'tenant, case_id, revision, kind, "key", entry, hash',
      ['t', 'c1', 1, 'open', 'k', entry(1, 'u1'), 'h1'],
      ['t', 'c1', 2, 'command', null, entry(2, '甲'), 'h2'],
    ),
    ...insert(
      'timers',
      'tenant, case_id, timer, generation, due_at_ms, attempts, error, wake_at_ms',
      ['t', 'c1', 'doing#late', 1, 5_000, 0, '', 5_000],
      ['t', 'c1', 'doing#later', 1, 9_000, 0, '', 9_000],
      ['t', 'c1', 'watching#still', 1, null, 0, '', null],
    ),
    ...insert(
      'work_items',
      'tenant, case_id, state, role, process, unit, assignee, due_at_ms, priority, since_ms',
      ['t', 'c1', 'doing', 'clerk', 'errand', 'a/b', null, 5_000, 0, 1],
      ['t', 'c1', 'watching', 'clerk', 'errand', 'a/b', null, null, 0, 1],
      ['t', 'c1', 'held', 'clerk', 'errand', 'a/b', 'u1', null, 0, 1],
    ),
    ...insert('deliveries', 'tenant, case_id, subscriber, revision, place, id, name, body, attempts, error, wake_at_ms', [
      't',
      'c1',
      's',
      2,
      0,
      'c1:2:0',
      'told',
      '{}',
      0,
      '',
      0,
    ]),
  ];
}
