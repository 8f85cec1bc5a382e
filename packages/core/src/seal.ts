// Closes a turn: revision, patch, journal entry, and the rows a store has to write. Every row is computed here (law 2).

import { callProcess } from './ask-rule.ts';
import { caseColumns } from './case-columns.ts';
import { type Digest, journalRow } from './journal.ts';
import { type JsonObject, jsonFault, sameJson, toJson } from './json.ts';
import { applyPatch, recordPatch } from './patch.ts';
import type { Process } from './process.ts';
import type { CaseRecord, EntryKind, JournalEntry, RecordPatch, RollUp, Timer, WorkItem } from './record.ts';
import type { CaseRow, Commit, DeliveryRow, JournalRow, PersonalRow, TimerRow, WorkItemRow } from './store.ts';
import { termChanges } from './terms.ts';
import { type Emission, linkNews, type Turn } from './turn.ts';

/** The subscriber that carries news between cases. */
export const casesSubscriber = '@cases';

export interface SealEnv {
  readonly nowMs: number;
  readonly digest: Digest;
  readonly subscribersOf: (message: string) => readonly string[];
}

export interface Sealed {
  readonly record: CaseRecord;
  readonly head: string;
  readonly entry: JournalRow;
  readonly deliveries: readonly DeliveryRow[];
  readonly personal: readonly PersonalRow[];
  readonly erased: Commit['personal']['drop'];
}

export interface EntryFacts {
  readonly kind: EntryKind;
  readonly type: string;
  readonly payload: unknown;
  readonly grants: readonly string[];
  readonly key: string | null;
  readonly occurredAtMs: number | null;
  /** Personal fields that were split off the payload. */
  readonly personal?: readonly Omit<PersonalRow, 'tenant' | 'case' | 'revision'>[];
}

/** One journal entry, one revision. `before` is null for the entry that opens the case. */
export function seal(before: CaseRecord | null, head: string, turn: Turn, facts: EntryFacts, env: SealEnv): Sealed {
  const { process, revision, at, by } = turn;
  const target: CaseRecord = { ...turn.record, revision, stateRevision: before?.stateRevision ?? revision, atMs: at };
  const unmarked = recordPatch(before, target);
  const patch = before !== null && movesState(unmarked) ? { ...unmarked, set: { ...unmarked.set, stateRevision: revision } } : unmarked;
  const record = applyPatch(before, patch);
  const emissions = [...turn.emissions, ...rollUpNews(process, before, record)].map((emission) =>
    withRollUp(process, record, emission, turn.hops ?? 0),
  );
  const entry: JournalEntry = {
    format: 1,
    tenant: record.tenant,
    case: record.id,
    revision,
    kind: facts.kind,
    type: facts.type,
    payload: (facts.payload ?? null) as JournalEntry['payload'],
    by: { tenant: by.tenant, id: by.id, ...(by.onBehalfOf !== undefined && { onBehalfOf: by.onBehalfOf }) },
    grants: facts.grants,
    atMs: at,
    recordedAtMs: env.nowMs,
    occurredAtMs: facts.occurredAtMs,
    key: facts.key,
    patch,
    messages: emissions.map((emission) => emission.name),
  };
  const row = journalRow(entry, head, env.digest);
  return {
    record,
    head: row.hash,
    entry: row,
    deliveries: emissions.flatMap((emission, index) => deliveriesOf(record, emission, index, env)),
    personal: (facts.personal ?? []).map((field) => ({ tenant: record.tenant, case: record.id, revision, ...field })),
    erased: turn.erased ?? [],
  };
}

const stateFields = ['state', 'context', 'closed', 'suspended'] as const;
/** Whether a change is one that `expectedRevision` has to know of (law 7). */
export const movesState = ({ set, maps }: RecordPatch): boolean =>
  stateFields.some((field) => Object.hasOwn(set, field) || Object.hasOwn(maps, field));

/** The same of two records, without comparing the rest of them. */
export function isMoved(before: CaseRecord, after: CaseRecord): boolean {
  const { state, context, closed, suspended } = after;
  return movesState(recordPatch(before, { state, context, closed, suspended } as CaseRecord));
}

export function rollUpOf(process: Process, record: CaseRecord): RollUp {
  const { spec } = process;
  const data = callProcess(spec, 'rollUp', () => {
    const shown = spec.rollUp?.({ context: record.context, states: record.states }) ?? {};
    const fault = jsonFault(shown);
    if (fault) throw new Error(`${fault.path} ${fault.problem}`);
    return shown;
  });
  return { revision: record.revision, outcome: record.closed?.outcome ?? null, data };
}

function rollUpNews(process: Process, before: CaseRecord | null, after: CaseRecord): readonly Emission[] {
  const links = Object.values(after.links).filter((link) => link.status !== 'refused');
  if (before === null || links.length === 0) return [];
  const [old, now] = [rollUpOf(process, before), rollUpOf(process, after)];
  if (old.outcome === now.outcome && sameJson(old.data, now.data)) return [];
  return links.map((link) => linkNews(process, after, 'changed', link));
}

function withRollUp(process: Process, record: CaseRecord, emission: Emission, hops: number): Emission {
  return emission.kind === 'link'
    ? { ...emission, body: { ...emission.body, hops, rollUp: rollUpOf(process, record) as unknown as JsonObject } }
    : emission;
}

function deliveriesOf(record: CaseRecord, emission: Emission, index: number, env: SealEnv): readonly DeliveryRow[] {
  const subscribers = emission.kind === 'message' ? env.subscribersOf(emission.name) : [casesSubscriber];
  const { tenant, id, revision, process, atMs } = record;
  const body = toJson(emission.kind === 'message' ? emission.body : { kind: emission.kind, ...emission.body });
  return subscribers.map((subscriber) => ({
    id: `${id}:${revision}:${index}`,
    tenant,
    case: id,
    subscriber,
    revision,
    index,
    name: emission.name,
    body,
    process,
    atMs,
  }));
}

/** Everything the store writes for a run of sealed turns, from the record it loaded to the last. `under` is the version it was at, where that changes. */
export function commitOf(process: Process, before: CaseRecord | null, sealed: readonly Sealed[], under: Process = process): Commit {
  const { record, head } = sealed.at(-1)!;
  // Rows of timers name the version: a case that changes it puts them all anew.
  const timers = before === null || before.version === record.version ? before?.timers : {};
  return {
    expectedRevision: before?.revision ?? 0,
    case: caseRow(process, record, head),
    entries: sealed.map((each) => each.entry),
    timers: changes(timers ?? {}, record.timers, timerRows(record)),
    workItems: changes(before?.workItems ?? {}, record.workItems, workItemRows(record)),
    deliveries: sealed.flatMap((each) => each.deliveries),
    terms: termChanges([under.spec, before], [process.spec, record]),
    personal: { put: sealed.flatMap((each) => each.personal), drop: sealed.flatMap((each) => each.erased) },
  };
}

/** The rows of a case that is put back as it was; its entries and personal fields are whoever's who kept them. */
export function restoringCommit(process: Process, record: CaseRecord, head: string): Commit {
  return {
    expectedRevision: 0,
    case: caseRow(process, record, head),
    entries: [],
    timers: changes({}, record.timers, timerRows(record)),
    workItems: changes({}, record.workItems, workItemRows(record)),
    deliveries: [],
    terms: termChanges([process.spec, null], [process.spec, record]),
    personal: { put: [], drop: [] },
  };
}

export function caseRow(process: Process, record: CaseRecord, head: string): CaseRow {
  const { subject, closed } = record;
  const unique = process.spec.uniqueSubject === true && subject !== null && closed === null;
  const openSubject = unique ? toJson([record.process, subject.type, subject.id]) : null;
  return { ...caseColumns(record), openSubject, record: toJson(record), head };
}

/** The rows that differ: those of a key that went or changed are dropped by key, those of one that came or changed are put. */
function changes<Value, Row>(
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
  rowsOf: (key: string, value: Value) => readonly Row[],
) {
  const isSame = (key: string) => before[key] === after[key] || sameJson(before[key], after[key]);
  const put = Object.keys(after).filter((key) => !isSame(key));
  return { drop: Object.keys(before).filter((key) => !isSame(key)), put: put.flatMap((key) => rowsOf(key, after[key]!)) };
}

const timerRows =
  ({ tenant, id, process, version }: CaseRecord) =>
  (timer: string, { generation, stoppedAtMs, dueAtMs }: Timer): readonly TimerRow[] => [
    { tenant, case: id, timer, process, version, generation, dueAtMs: stoppedAtMs === null ? dueAtMs : null },
  ];

const workItemRows =
  ({ tenant, id, process, unit }: CaseRecord) =>
  (state: string, { roles, assignee, dueAtMs, priority, sinceMs }: WorkItem): readonly WorkItemRow[] =>
    roles.map((role) => ({ tenant, case: id, state, role, process, unit, assignee, dueAtMs, priority, sinceMs }));
