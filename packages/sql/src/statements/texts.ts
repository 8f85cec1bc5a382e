// Every statement whose text is always the same, written once for all dialects.
import { type Names, type SqlDialect, statement } from '../dialect.ts';
import { caseChanges, caseColumns, deliveryColumns, journalColumns, parts, selected, timerColumns } from '../rows.ts';
import { tenantTables } from '../schema/tables.ts';

/** Columns of a case that seldom change: writing them again would touch every index they are in. */
const seldom = ['process', 'version', 'unit', 'subject_type', 'subject_id', 'correlation', 'open_subject', 'opened_at_ms'];
const byField = Object.entries(caseColumns);
const journalTypes = { revision: 'integer', kind: 'id', key: 'id', actor: 'id', at_ms: 'integer', entry: 'text', hash: 'id' } as const;
const laneTypes = { tenant: 'id', case_id: 'id', subscriber: 'id', revision: 'integer', place: 'integer', lease: 'integer' } as const;
const timerTypes = { tenant: 'id', case_id: 'id', timer: 'place', generation: 'integer', lease: 'integer' } as const;

export type Statements = ReturnType<typeof statementsOf>;

export function statementsOf(dialect: SqlDialect, names: Names) {
  const written = Object.fromEntries(
    Object.entries({ ...caseTexts(dialect, names), ...workerTexts(dialect, names) }).map(([name, text]) => [
      name,
      statement(dialect, text),
    ]),
  );
  return written as Readonly<
    Record<keyof ReturnType<typeof caseTexts> | keyof ReturnType<typeof workerTexts>, ReturnType<typeof statement>>
  >;
}

/** Reading and writing one case. */
export function caseTexts(dialect: SqlDialect, { table }: Names) {
  const [cases, journal] = [table('cases'), table('journal')];
  const ofCase = 'tenant = :tenant and id = :id';
  const set = (columns: readonly (readonly [string, string])[]) => columns.map(([field, column]) => `"${column}" = :${field}`).join(', ');
  const rare = caseChanges.filter(([, column]) => seldom.includes(column));
  const often = caseChanges.filter(([, column]) => !seldom.includes(column));
  const isSame = rare.map(([field, column]) => dialect.same(`"${column}"`, `:${field}`)).join(' and ');
  return {
    load: `select ${selected(caseColumns, 'c')}, ${Object.entries(journalColumns)
      .map(([field, column]) => `j."${column}" as "keyed.${field}"`)
      .join(', ')}
      from (select 1 as one) o left join ${cases} c on c.tenant = :tenant and c.id = :id
      left join ${journal} j on j.tenant = :tenant and j."key" = :key`,
    loadCase: `select ${selected(caseColumns)} from ${cases} where ${ofCase}`,
    loadCaseLocked: `select ${selected(caseColumns)} from ${cases} where ${ofCase} ${dialect.lock.wait}`,
    keyed: `select ${selected(journalColumns)} from ${journal} where tenant = :tenant and "key" = :key`,
    history: `select ${selected(journalColumns)} from ${journal} where tenant = :tenant and case_id = :id and revision > :afterRevision
      order by revision limit :limit`,

    insertCase: `${dialect.ignore.insert} into ${cases} (${byField.map(([, column]) => column).join(', ')})
      values (${byField.map(([field]) => `:${field}`).join(', ')}) ${dialect.ignore.conflict}`,
    // Touches the fewest indexes; matches nothing when a column changed that seldom does.
    updateCase: `${dialect.ignore.update} ${cases} set ${set(often)} where ${ofCase} and revision = :expectedRevision and ${isSame}`,
    replaceCase: `${dialect.ignore.update} ${cases} set ${set(caseChanges)} where ${ofCase} and revision = :expectedRevision`,
    insertEntries: `${dialect.ignore.insert} into ${journal} (tenant, case_id, ${entryColumns}) select :tenant, :id, ${entryColumns}
      from ${dialect.table(':entries', 'x', journalTypes)} where true ${dialect.ignore.conflict}`,
    ...Object.fromEntries(parts.map((part) => [`put ${part.table}`, putText(part, dialect, table)])),
    ...Object.fromEntries(parts.map((part) => [`drop ${part.table}`, dropText(part, dialect, table)])),

    whyNot: `select coalesce((select revision from ${cases} where ${ofCase}), 0) as "revision",
      exists (select 1 from ${journal} j where j.tenant = :tenant and ${dialect.among('j."key"', `select x."key" from ${dialect.table(':keys', 'x', { key: 'id' })}`)}) as "keyTaken",
      exists (select 1 from ${cases} where tenant = :tenant and open_subject = :openSubject and id <> :id) as "subjectTaken"`,

    lockCase: `select revision as "revision" from ${cases} where ${ofCase} ${dialect.lock.wait}`,
    isUndelivered: `select 1 as "found" from ${table('deliveries')} where tenant = :tenant and case_id = :id limit 1`,
    ...Object.fromEntries(
      tenantTables.map((name) => [
        `remove ${name}`,
        `delete from ${table(name)} where tenant = :tenant and ${name === 'cases' ? 'id' : 'case_id'} = :id`,
      ]),
    ),
  } as Record<CaseStatement, string>;
}

type CaseStatement =
  | 'load'
  | 'loadCase'
  | 'loadCaseLocked'
  | 'keyed'
  | 'history'
  | 'insertCase'
  | 'updateCase'
  | 'replaceCase'
  | 'insertEntries'
  | 'whyNot'
  | 'lockCase'
  | 'isUndelivered'
  | `put ${(typeof parts)[number]['table']}`
  | `drop ${(typeof parts)[number]['table']}`
  | `remove ${(typeof tenantTables)[number]}`;

export const entryColumns: string = Object.keys(journalTypes)
  .map((column) => `"${column}"`)
  .join(', ');
export const entryTable = (dialect: SqlDialect): string => dialect.table(':entries', 'x', journalTypes);

type Part = (typeof parts)[number];

/** `gate`: what must hold for anything to be written. */
export function putText({ table: name, key, columns }: Part, dialect: SqlDialect, table: Names['table'], gate = 'true'): string {
  const listed = Object.keys(columns);
  const others = listed.filter((column) => !key.includes(column));
  const list = listed.join(', ');
  return `insert into ${table(name)} (tenant, case_id, ${list}) select :tenant, :id, ${list}
    from ${dialect.table(`:put_${name}`, 'x', columns)} where ${gate}
    ${dialect.upsert(['tenant', 'case_id', ...key], others.length > 0 ? others : key)}`;
}

export function dropText({ table: name, dropColumns }: Part, dialect: SqlDialect, table: Names['table'], gate = 'true'): string {
  const listed = Object.keys(dropColumns).join(', ');
  const condition = listed && `and (${listed}) in (select ${listed} from ${dialect.table(`:drop_${name}`, 'x', dropColumns)})`;
  return `delete from ${table(name)} where tenant = :tenant and case_id = :id ${condition || 'and false'} and ${gate}`;
}

/** What workers ask: timers that are due, messages that wait. */
export function workerTexts(dialect: SqlDialect, { table, index }: Names) {
  const [timers, deliveries] = [table('timers'), table('deliveries')];
  const able = `(process, version) in (select process, version from ${dialect.table(':processes', 'p', { process: 'id', version: 'integer' })})`;
  const served = `d.subscriber in (select subscriber from ${dialect.table(':subscribers', 's', { subscriber: 'id' })})`;
  const isHead = `not exists (select 1 from ${deliveries} earlier where earlier.tenant = d.tenant and earlier.case_id = d.case_id
    and earlier.subscriber = d.subscriber and (earlier.revision < d.revision or (earlier.revision = d.revision and earlier.place < d.place)))`;
  const isFirst = `not exists (select 1 from ${timers} earlier where earlier.tenant = t.tenant and earlier.case_id = t.case_id
    and earlier.wake_at_ms <= :nowMs
    and (earlier.due_at_ms < t.due_at_ms or (earlier.due_at_ms = t.due_at_ms and earlier.timer < t.timer)))`;
  // Read off the index, so that the rows of one page are locked and no others.
  // What is due wakes later than its due time while it is leased or rests: both conditions, so that the order of due times is read off an index.
  const due = `from ${timers} t ${dialect.by(index('timers', 'due'))} where t.due_at_ms <= :nowMs and t.wake_at_ms <= :nowMs and ${isFirst}`;
  const dueOrder = 'order by t.due_at_ms, t.tenant, t.case_id limit';
  const waiting = `from ${deliveries} d ${dialect.by(index('deliveries', 'waiting'))} where d.wake_at_ms <= :nowMs and ${isHead}`;
  const waitingOrder = 'order by d.wake_at_ms, d.tenant, d.case_id, d.subscriber limit';
  const ofTimer = 'tenant = :tenant and case_id = :case and timer = :timer and generation = :generation and wake_at_ms = :leaseUntilMs';
  const ofMessage = 'tenant = :tenant and case_id = :case and subscriber = :subscriber and revision = :revision and place = :index';
  const sameTimer = 't.tenant = x.tenant and t.case_id = x.case_id and t.timer = x.timer and t.generation = x.generation';
  const sameMessage =
    't.tenant = x.tenant and t.case_id = x.case_id and t.subscriber = x.subscriber and t.revision = x.revision and t.place = x.place';
  const timerList = dialect.table(':rows', 'x', timerTypes);
  const messageList = dialect.table(':rows', 'x', laneTypes);
  const stuck = (condition: string) => `select ${selected(timerColumns, 't')} from ${timers} t where t.tenant = :tenant and ${condition}`;
  const wake = (timerIs: string, messageIs: string) => `select min(at_ms) as "wakeAtMs" from (
    select at_ms from (select wake_at_ms as at_ms from ${timers} t where wake_at_ms is not null and ${timerIs} order by wake_at_ms limit 1) a
    union all
    select at_ms from (select wake_at_ms as at_ms from ${deliveries} d where wake_at_ms is not null and ${messageIs} and ${isHead}
      order by wake_at_ms limit 1) b) c`;
  const dueTimer = selected(timerColumns, 't', ['error']);
  const message = selected(deliveryColumns, 'd', ['error']);
  return {
    dueTimers: `select ${dueTimer} ${due} ${dueOrder} :limit ${dialect.lock.skip}`,
    dueTimersOf: `select ${dueTimer} ${due} and ${able} ${dueOrder} :limit ${dialect.lock.skip}`,
    isTimerDue: `select 1 as "found" ${due} ${dueOrder} 1`,
    isTimerDueOf: `select 1 as "found" ${due} and ${able} ${dueOrder} 1`,
    leaseTimers: dialect.updateFrom(timers, timerList, sameTimer, 'wake_at_ms = x.lease'),
    releaseTimers: dialect.updateFrom(timers, timerList, `${sameTimer} and t.wake_at_ms = x.lease`, 'wake_at_ms = due_at_ms'),
    deferTimer: `update ${timers} set attempts = attempts + 1, error = :error, wake_at_ms = ${dialect.greatest}(due_at_ms, :retryAtMs)
      where ${ofTimer}`,
    stuckTimers: `${stuck('t.attempts > 0')} union ${stuck('t.wake_at_ms < :dueBeforeMs')} order by 2, 3`,

    nextWake: wake('true', 'true'),
    nextWakeOf: wake(able, 'true'),
    nextWakeFor: wake('true', served),
    nextWakeOfFor: wake(able, served),

    waiting: `select ${message} ${waiting} ${waitingOrder} :limit ${dialect.lock.skip}`,
    waitingFor: `select ${message} ${waiting} and ${served} ${waitingOrder} :limit ${dialect.lock.skip}`,
    isWaiting: `select 1 as "found" ${waiting} ${waitingOrder} 1`,
    isWaitingFor: `select 1 as "found" ${waiting} and ${served} ${waitingOrder} 1`,
    lease: dialect.updateFrom(deliveries, messageList, sameMessage, 'wake_at_ms = x.lease'),
    release: dialect.updateFrom(deliveries, messageList, `${sameMessage} and t.wake_at_ms = x.lease`, 'wake_at_ms = 0'),
    settle: `delete from ${deliveries} where ${ofMessage}`,
    retry: `update ${deliveries} set attempts = attempts + 1, error = :error, wake_at_ms = :retryAtMs
      where ${ofMessage} and wake_at_ms = :leaseUntilMs`,
    deadLetters: `select ${selected(deliveryColumns)} from ${deliveries} where tenant = :tenant and wake_at_ms is null
      order by case_id, subscriber, revision, place`,
    revive: `update ${deliveries} set attempts = 0, error = '', wake_at_ms = :atMs where ${ofMessage} and wake_at_ms is null`,
  } as const;
}
