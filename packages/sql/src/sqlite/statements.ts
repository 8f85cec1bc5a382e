// The hot path: SQL compiled once for each connection and table prefix. Everything here is synchronous.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { caseColumns, deliveryColumns, journalColumns, selected, timerColumns } from '../rows.ts';
import { prepare } from './prepare.ts';
import { workQuery } from './work-query.ts';

export type Statements = Readonly<Record<keyof ReturnType<typeof statementTexts>, StatementSync>>;

export function prepareStatements(database: DatabaseSync, tablePrefix: string): Statements {
  return Object.fromEntries(
    Object.entries(statementTexts(tablePrefix)).map(([name, text]) => [name, prepare(database, text)]),
  ) as Statements;
}

const claimedFields = ['id', 'tenant', 'case', 'subscriber', 'revision', 'index', 'name', 'body', 'attempts'];
const dueFields = ['tenant', 'case', 'timer', 'generation', 'dueAtMs', 'attempts'];

/** The SQL of every statement, by name. */
export function statementTexts(prefix: string) {
  const [cases, journal, timers] = [`"${prefix}cases"`, `"${prefix}journal"`, `"${prefix}timers"`];
  const [work, deliveries] = [`"${prefix}work_items"`, `"${prefix}deliveries"`];
  const places = (count: number) => Array.from({ length: count }, () => '?').join(', ');
  const lane = 'tenant = ? and case_id = ? and subscriber = ?';
  const isHead = `not exists (select 1 from ${deliveries} earlier where earlier.tenant = d.tenant and earlier.case_id = d.case_id
    and earlier.subscriber = d.subscriber and (earlier.revision, earlier.place) < (d.revision, d.place))`;
  const heads = `from ${deliveries} d where wake_at_ms <= ? and ${isHead} order by wake_at_ms, tenant, case_id, subscriber limit ?`;
  return {
    begin: 'begin immediate',
    commit: 'commit',
    rollback: 'rollback',
    savepoint: 'savepoint bihuan',
    release: 'release bihuan',
    rollbackTo: 'rollback to bihuan',

    load: `select ${selected(caseColumns)} from ${cases} where tenant = ? and id = ?`,
    loadKeyed: `select ${selected(caseColumns, undefined, 'c.')}, ${Object.entries(journalColumns)
      .map(([field, column]) => `j."${column}" as "keyed.${field}"`)
      .join(', ')}
      from (select 1) left join ${cases} c on c.tenant = ? and c.id = ? left join ${journal} j on j.tenant = ? and j."key" = ?`,
    history: `select ${selected(journalColumns)} from ${journal} where tenant = ? and case_id = ? and revision > ? order by revision limit ?`,

    insertCase: `insert into ${cases} (${Object.values(caseColumns).join(', ')}) values (${places(16)}) on conflict do nothing`,
    // Touches the fewest indexes; matches nothing when a column changed that seldom does.
    updateCase: `update or ignore ${cases} set revision = ?, states = ?, outcome = ?, at_ms = ?, record = ?, head = ?
      where tenant = ? and id = ? and revision = ? and process = ? and version = ? and unit = ? and subject_type is ? and subject_id is ?
      and correlation = ? and open_subject is ? and opened_at_ms = ?`,
    replaceCase: `update or ignore ${cases} set process = ?, version = ?, unit = ?, subject_type = ?, subject_id = ?, correlation = ?,
      open_subject = ?, revision = ?, states = ?, outcome = ?, opened_at_ms = ?, at_ms = ?, record = ?, head = ?
      where tenant = ? and id = ? and revision = ?`,
    revisionOf: `select revision from ${cases} where tenant = ? and id = ?`,
    isKeyTaken: `select 1 from ${journal} where tenant = ? and "key" = ?`,
    isSubjectTaken: `select 1 from ${cases} where tenant = ? and open_subject = ? and id <> ?`,
    insertEntry: `insert into ${journal} (tenant, case_id, revision, kind, "key", entry, hash) values (${places(7)}) on conflict do nothing`,
    dropTimer: `delete from ${timers} where tenant = ? and case_id = ? and timer = ?`,
    putTimer: `insert into ${timers} (tenant, case_id, timer, generation, due_at_ms, wake_at_ms, attempts, error) values (${places(6)}, 0, '')
      on conflict (tenant, case_id, timer) do update set generation = excluded.generation, due_at_ms = excluded.due_at_ms,
      wake_at_ms = excluded.wake_at_ms, attempts = 0, error = ''`,
    dropWork: `delete from ${work} where tenant = ? and case_id = ? and state = ?`,
    putWork: `insert into ${work} (tenant, case_id, state, role, process, unit, assignee, due_at_ms, priority, since_ms) values (${places(10)})`,
    putDelivery: `insert into ${deliveries} (tenant, case_id, subscriber, revision, place, id, name, body, attempts, error, wake_at_ms)
      values (${places(8)}, 0, '', 0)`,

    work: workQuery(prefix),
    dueTimers: `select ${selected(timerColumns, dueFields)} from (select *, row_number() over (partition by tenant, case_id order by due_at_ms, timer) as nth
      from ${timers} where wake_at_ms <= ?) where nth = 1 order by due_at_ms, tenant, case_id limit ?`,
    deferTimer: `update ${timers} set attempts = attempts + 1, error = ?, wake_at_ms = max(due_at_ms, ?)
      where tenant = ? and case_id = ? and timer = ? and generation = ?`,
    stuckTimers: `select ${selected(timerColumns)} from ${timers} where tenant = ? and attempts > 0 order by case_id, timer`,
    nextWake: `select min(wake_at_ms) as "atMs" from (select min(wake_at_ms) as wake_at_ms from ${timers} union all
      select min(wake_at_ms) from ${deliveries} d where wake_at_ms is not null and ${isHead})`,

    isClaimable: `select 1 ${heads}`,
    claimable: `select ${selected(deliveryColumns, claimedFields)} ${heads}`,
    lease: `update ${deliveries} set wake_at_ms = ? where ${lane} and revision = ? and place = ?`,
    settle: `delete from ${deliveries} where ${lane} and revision = ? and place = ?`,
    retry: `update ${deliveries} set attempts = attempts + 1, error = ?, wake_at_ms = ? where ${lane} and revision = ? and place = ?`,
    deadLetters: `select ${selected(deliveryColumns)} from ${deliveries} where tenant = ? and wake_at_ms is null
      order by case_id, subscriber, revision, place`,
  } as const;
}
