// What the columns of each table are called in the port, and how rows go one way and the other. Dialects differ in none of it.
import type {
  CaseRow,
  Claimed,
  Commit,
  DeadLetter,
  DeliveryRow,
  JournalRow,
  Loaded,
  PersonalRow,
  StuckTimer,
  TimerRow,
  WorkItemRow,
} from '@bihuan/core';
import { type ColumnType, endOfTimeMs } from './dialect.ts';

/** Port field → column. */
export const caseColumns = {
  tenant: 'tenant',
  id: 'id',
  process: 'process',
  version: 'version',
  unit: 'unit',
  subjectType: 'subject_type',
  subjectId: 'subject_id',
  correlation: 'correlation',
  openSubject: 'open_subject',
  revision: 'revision',
  states: 'states',
  outcome: 'outcome',
  openedAtMs: 'opened_at_ms',
  atMs: 'at_ms',
  dueAtMs: 'due_at_ms',
  record: 'record',
  head: 'head',
} as const satisfies Record<keyof CaseRow, string>;

/** What a change of a case writes: field and column, without those of its key. */
export const caseChanges: readonly (readonly [string, string])[] = Object.entries(caseColumns).filter(
  ([field]) => field !== 'tenant' && field !== 'id',
);

export const journalColumns = {
  tenant: 'tenant',
  case: 'case_id',
  revision: 'revision',
  kind: 'kind',
  key: 'key',
  actor: 'actor',
  atMs: 'at_ms',
  entry: 'entry',
  hash: 'hash',
} as const satisfies Record<keyof JournalRow, string>;

export const timerColumns = {
  tenant: 'tenant',
  case: 'case_id',
  timer: 'timer',
  process: 'process',
  version: 'version',
  generation: 'generation',
  dueAtMs: 'due_at_ms',
  attempts: 'attempts',
  error: 'error',
} as const satisfies Record<keyof (TimerRow & StuckTimer), string>;

export const workItemColumns = {
  tenant: 'tenant',
  case: 'case_id',
  state: 'state',
  role: 'role',
  process: 'process',
  unit: 'unit',
  assignee: 'assignee',
  dueAtMs: 'due_at_ms',
  priority: 'priority',
  sinceMs: 'since_ms',
} as const satisfies Record<keyof WorkItemRow, string>;

export const deliveryColumns = {
  id: 'id',
  tenant: 'tenant',
  case: 'case_id',
  subscriber: 'subscriber',
  revision: 'revision',
  index: 'place',
  name: 'name',
  body: 'body',
  process: 'process',
  atMs: 'at_ms',
  attempts: 'attempts',
  error: 'error',
} as const satisfies Record<Exclude<keyof (Claimed & DeadLetter), 'leaseUntilMs'>, string>;

export const personalColumns = {
  tenant: 'tenant',
  case: 'case_id',
  revision: 'revision',
  field: 'field',
  person: 'person',
  value: 'value',
  salt: 'salt',
} as const satisfies Record<keyof PersonalRow, string>;

/** `"due_at_ms" as "dueAtMs", …` */
export function selected(columns: Readonly<Record<string, string>>, table = '', without: readonly string[] = []): string {
  const dot = table === '' ? '' : `${table}.`;
  return Object.entries(columns)
    .filter(([field]) => !without.includes(field))
    .map(([field, column]) => `${dot}"${column}" as "${field}"`)
    .join(', ');
}

const numbers: ReadonlySet<string> = new Set([
  ...['version', 'revision', 'openedAtMs', 'atMs', 'dueAtMs', 'generation', 'priority', 'sinceMs', 'index', 'attempts'],
]);

/** A row as the port has it: drivers give whole numbers as text, as bigint or as number, and rows without a prototype. */
export function portRow<Row>(raw: object): Row {
  const row: Record<string, unknown> = { ...raw };
  for (const field in row) {
    const value = row[field];
    if (typeof value !== 'number' && value !== null && numbers.has(field)) row[field] = Number(value);
  }
  return row as Row;
}

/** What `load` answers, from the one row of it: columns of the entry begin with `keyed.`. */
export function loadedFrom(raw: object): Loaded {
  const [found, keyed]: Record<string, unknown>[] = [{}, {}];
  for (const [field, value] of Object.entries(raw)) {
    if (field.startsWith('keyed.')) keyed![field.slice(6)] = value;
    else found![field] = value;
  }
  return {
    case: found!['id'] === null ? undefined : portRow<CaseRow>(found!),
    keyed: keyed!['case'] === null ? undefined : portRow<JournalRow>(keyed!),
  };
}

/** What one commit writes to a table beside the case and the journal: rows that go, then rows that come. */
export interface Part {
  readonly table: 'timers' | 'work_items' | 'deliveries' | 'terms' | 'personal';
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly put: (commit: Commit) => readonly Readonly<Record<string, unknown>>[];
  readonly drop: (commit: Commit) => readonly Readonly<Record<string, unknown>>[];
  readonly dropColumns: Readonly<Record<string, ColumnType>>;
}

/** Tenant and case are those of the commit. */
export const parts: readonly Part[] = [
  {
    table: 'timers',
    key: ['timer'],
    columns: {
      timer: 'place',
      process: 'id',
      version: 'integer',
      generation: 'integer',
      due_at_ms: 'integer',
      wake_at_ms: 'integer',
      attempts: 'integer',
      error: 'text',
    },
    put: ({ timers }) =>
      timers.put.map(({ timer, process, version, generation, dueAtMs }) => ({
        timer,
        process,
        version,
        generation,
        due_at_ms: dueAtMs,
        wake_at_ms: dueAtMs,
        attempts: 0,
        error: '',
      })),
    drop: ({ timers }) => timers.drop.map((timer) => ({ timer })),
    dropColumns: { timer: 'place' },
  },
  {
    table: 'work_items',
    key: ['state', 'role'],
    columns: {
      state: 'id',
      role: 'id',
      process: 'id',
      unit: 'id',
      assignee: 'id',
      due_at_ms: 'integer',
      priority: 'integer',
      since_ms: 'integer',
      open_ms: 'integer',
    },
    put: ({ workItems }) =>
      workItems.put.map(({ state, role, process, unit, assignee, dueAtMs, priority, sinceMs }) => ({
        state,
        role,
        process,
        unit,
        assignee,
        due_at_ms: dueAtMs,
        priority,
        since_ms: sinceMs,
        open_ms: assignee === null ? (dueAtMs ?? endOfTimeMs) : null,
      })),
    drop: ({ workItems }) => workItems.drop.map((state) => ({ state })),
    dropColumns: { state: 'id' },
  },
  {
    table: 'deliveries',
    key: ['subscriber', 'revision', 'place'],
    columns: {
      subscriber: 'id',
      revision: 'integer',
      place: 'integer',
      id: 'text',
      name: 'id',
      body: 'text',
      process: 'id',
      at_ms: 'integer',
      attempts: 'integer',
      error: 'text',
      wake_at_ms: 'integer',
    },
    put: ({ deliveries }) =>
      deliveries.map(({ subscriber, revision, index, id, name, body, process, atMs }: DeliveryRow) => ({
        subscriber,
        revision,
        place: index,
        id,
        name,
        body,
        process,
        at_ms: atMs,
        attempts: 0,
        error: '',
        wake_at_ms: 0,
      })),
    drop: () => [],
    dropColumns: {},
  },
  {
    table: 'terms',
    key: ['term'],
    columns: { term: 'id' },
    put: ({ terms }) => terms.put.map((term) => ({ term })),
    drop: ({ terms }) => terms.drop.map((term) => ({ term })),
    dropColumns: { term: 'id' },
  },
  {
    table: 'personal',
    key: ['revision', 'field'],
    columns: { revision: 'integer', field: 'id', person: 'id', value: 'text', salt: 'text' },
    put: ({ personal }) => personal.put.map(({ revision, field, person, value, salt }) => ({ revision, field, person, value, salt })),
    drop: ({ personal }) => personal.drop.map(({ revision, field }) => ({ revision, field })),
    dropColumns: { revision: 'integer', field: 'id' },
  },
];
