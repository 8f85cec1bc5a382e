// Every version of the schema, as the steps that lead to it. Written once for all databases. An entry is never edited once it was released.
import { endOfTimeMs } from '../dialect.ts';
import type { Column, Index, Step } from './step.ts';

/** `case_id: id, due_at_ms: integer?` */
const columns = (text: string): readonly Column[] =>
  text.split(',').map((each) => {
    const [name = '', type = ''] = each.trim().split(/:\s*/);
    return { name, type: type.replace('?', '') as Column['type'], nullable: type.endsWith('?') };
  });

const words = (text: string): readonly string[] => text.split(/,\s*/);

const table = (name: string, key: string, listed: string, kind: 'clustered' | 'plain' = 'clustered'): Step => ({
  do: 'create table',
  table: name,
  columns: columns(listed),
  key: words(key),
  clustered: kind === 'clustered',
});

const index = (of: string, suffix: string, listed: string, more: Pick<Index, 'unique' | 'where'> = {}): Step => ({
  do: 'create index',
  index: { table: of, suffix, columns: words(listed), ...more },
});

const add = (of: string, listed: string): Step => ({ do: 'add columns', table: of, columns: columns(listed) });
const drop = (of: string, suffix: string): Step => ({ do: 'drop index', table: of, suffix });
const fill = (text: Extract<Step, { do: 'fill' }>['text']): Step => ({ do: 'fill', text });

const first: readonly Step[] = [
  table(
    'cases',
    'tenant, id',
    `tenant: id, id: id, process: id, version: integer, unit: id, subject_type: id?, subject_id: id?, correlation: id, open_subject: subject?,
     revision: integer, states: text, outcome: id?, opened_at_ms: integer, at_ms: integer, record: text, head: id`,
    'plain',
  ),
  index('cases', 'open_subject', 'tenant, open_subject', { unique: true, where: ['open_subject', 'is not null'] }),
  // Version 1 was released for SQLite alone; elsewhere such an index would be too wide.
  { ...index('cases', 'process', 'tenant, process, states, id'), only: 'sqlite' },
  index('cases', 'unit', 'tenant, unit, id'),
  index('cases', 'subject', 'tenant, subject_type, subject_id', { where: ['subject_id', 'is not null'] }),
  index('cases', 'correlation', 'tenant, correlation'),
  table(
    'journal',
    'tenant, case_id, revision',
    'tenant: id, case_id: id, revision: integer, kind: id, key: id?, entry: text, hash: id',
    'plain',
  ),
  index('journal', 'key', 'tenant, key', { unique: true, where: ['key', 'is not null'] }),
  table(
    'timers',
    'tenant, case_id, timer',
    `tenant: id, case_id: id, timer: place, generation: integer, due_at_ms: integer?, attempts: integer, error: text, wake_at_ms: integer?`,
  ),
  index('timers', 'wake', 'wake_at_ms', { where: ['wake_at_ms', 'is not null'] }),
  index('timers', 'stuck', 'tenant', { where: ['attempts', '> 0'] }),
  table(
    'work_items',
    'tenant, case_id, state, role',
    `tenant: id, case_id: id, state: id, role: id, process: id, unit: id, assignee: id?, due_at_ms: integer?, priority: integer,
     since_ms: integer`,
  ),
  index('work_items', 'open', 'tenant, role, unit', { where: ['assignee', 'is null'] }),
  index('work_items', 'assignee', 'tenant, assignee', { where: ['assignee', 'is not null'] }),
  table(
    'deliveries',
    'tenant, case_id, subscriber, revision, place',
    `tenant: id, case_id: id, subscriber: id, revision: integer, place: integer, id: text, name: id, body: text, attempts: integer,
     error: text, wake_at_ms: integer?`,
  ),
  index('deliveries', 'wake', 'wake_at_ms', { where: ['wake_at_ms', 'is not null'] }),
  index('deliveries', 'dead', 'tenant', { where: ['wake_at_ms', 'is null'] }),
];

/** What may be asked for grew: due cases, terms, what somebody did, leases of timers, personal fields. Pages are read in the order of an index. */
const second: readonly Step[] = [
  add('cases', 'due_at_ms: integer?'),
  add('journal', `actor: id, at_ms: integer`),
  add('timers', `process: id, version: integer`),
  add('deliveries', `process: id, at_ms: integer`),
  // Due time of an item nobody has, or the end of time without one: null leaves an item of somebody's out of the order.
  add('work_items', 'open_ms: integer?'),
  table('terms', 'tenant, term, case_id', 'tenant: id, term: id, case_id: id'),
  table(
    'personal',
    'tenant, case_id, revision, field',
    `tenant: id, case_id: id, revision: integer, field: id, person: id, value: text, salt: text`,
  ),
  fill(
    (_, t) => `update ${t('cases')} set due_at_ms = (select min(due_at_ms) from ${t('timers')} f
    where f.tenant = ${t('cases')}.tenant and f.case_id = ${t('cases')}.id)`,
  ),
  fill(
    ({ json }, t) => `update ${t('journal')} set actor = ${json.text('entry', ['by', 'id'])}, at_ms = ${json.integer('entry', ['atMs'])}`,
  ),
  fill(
    (_, t) => `update ${t('timers')} set
    process = (select process from ${t('cases')} c where c.tenant = ${t('timers')}.tenant and c.id = ${t('timers')}.case_id),
    version = (select version from ${t('cases')} c where c.tenant = ${t('timers')}.tenant and c.id = ${t('timers')}.case_id)`,
  ),
  fill(
    (_, t) => `update ${t('deliveries')} set
    process = (select process from ${t('cases')} c where c.tenant = ${t('deliveries')}.tenant and c.id = ${t('deliveries')}.case_id),
    at_ms = (select at_ms from ${t('journal')} j where j.tenant = ${t('deliveries')}.tenant and j.case_id = ${t('deliveries')}.case_id
      and j.revision = ${t('deliveries')}.revision)`,
  ),
  fill((_, t) => `update ${t('work_items')} set open_ms = coalesce(due_at_ms, ${endOfTimeMs}) where assignee is null`),
  // Each active state, and every state around it.
  fill(
    ({ json, concat }, t) => `insert into ${t('terms')} (tenant, term, case_id)
    with recursive paths (tenant, id, path) as (
      select c.tenant, c.id, s.value from ${t('cases')} c cross join ${json.texts('c.record', 'states', 's')}
      union select tenant, id, ${json.parent('path')} from paths where path like '%.%'
    ) select distinct tenant, ${concat("'state:'", 'path')}, id from paths where length(path) <= 180`,
  ),
  fill(
    ({ json, concat }, t) => `insert into ${t('terms')} (tenant, term, case_id)
    select distinct c.tenant, ${concat("'tag:'", 's.value')}, c.id from ${t('cases')} c cross join ${json.texts('c.record', 'tags', 's')}
    where length(s.value) <= 180`,
  ),
  fill(({ json, concat }, t) => {
    const link = json.members('c.record', 'links', 'status');
    return `insert into ${t('terms')} (tenant, term, case_id)
    select c.tenant, ${concat("'link:'", link.name)}, c.id from ${t('cases')} c cross join ${link.from}
    where ${link.text} <> 'refused' and length(${link.name}) <= 180`;
  }),
  { ...drop('cases', 'process'), only: 'sqlite' },
  index('cases', 'process', 'tenant, process, id'),
  index('terms', 'case', 'tenant, case_id'),
  index('personal', 'person', 'tenant, person, case_id, revision, field'),
  index('journal', 'done', 'tenant, actor, at_ms, case_id, revision'),
  index('cases', 'due', 'tenant, due_at_ms, id', { where: ['due_at_ms', 'is not null'] }),
  index('work_items', 'due', 'tenant, role, open_ms, case_id, state', { where: ['open_ms', 'is not null'] }),
  index('timers', 'due', 'due_at_ms, tenant, case_id, timer', { where: ['wake_at_ms', 'is not null'] }),
  drop('deliveries', 'wake'),
  index('deliveries', 'waiting', 'wake_at_ms, tenant, case_id, subscriber', { where: ['wake_at_ms', 'is not null'] }),
];

/** The n-th entry leads from version n to n + 1. */
export const migrations: readonly (readonly Step[])[] = [first, second];

export const latestVersion: number = migrations.length;
