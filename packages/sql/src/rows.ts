// What the columns of each table are called in the port, and how a row of a table becomes a row of the port.
import type { CaseRow, Claimed, DeadLetter, JournalRow, WorkItemRow } from '@bihuan/core';

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
  record: 'record',
  head: 'head',
} as const satisfies Record<keyof CaseRow, string>;

export const journalColumns = {
  tenant: 'tenant',
  case: 'case_id',
  revision: 'revision',
  kind: 'kind',
  key: 'key',
  entry: 'entry',
  hash: 'hash',
} as const satisfies Record<keyof JournalRow, string>;

export const timerColumns = {
  tenant: 'tenant',
  case: 'case_id',
  timer: 'timer',
  generation: 'generation',
  dueAtMs: 'due_at_ms',
  attempts: 'attempts',
  error: 'error',
} as const;

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
  attempts: 'attempts',
  error: 'error',
} as const satisfies Record<keyof (Claimed & DeadLetter), string>;

/** `"due_at_ms" as "dueAtMs", …`, for SQL written by hand. */
export function selected(columns: Readonly<Record<string, string>>, fields: readonly string[] = Object.keys(columns), table = ''): string {
  return fields.map((field) => `${table}"${columns[field]}" as "${field}"`).join(', ');
}
