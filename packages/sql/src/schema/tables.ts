// The tables as Kysely types them, and what a row of each is called in the port. Names and meanings are the port's; `case` and `index` would need quoting.
import type { EntryKind } from '@bihuan/core';

export interface CaseTable {
  tenant: string;
  id: string;
  process: string;
  version: number;
  unit: string;
  subject_type: string | null;
  subject_id: string | null;
  correlation: string;
  open_subject: string | null;
  revision: number;
  states: string;
  outcome: string | null;
  opened_at_ms: number;
  at_ms: number;
  record: string;
  head: string;
}

export interface JournalTable {
  tenant: string;
  case_id: string;
  revision: number;
  kind: EntryKind;
  key: string | null;
  entry: string;
  hash: string;
}

export interface TimerTable {
  tenant: string;
  case_id: string;
  timer: string;
  generation: number;
  due_at_ms: number | null;
  attempts: number;
  error: string;
  /** The later of due time and retry time; null while the clock stands still. */
  wake_at_ms: number | null;
}

export interface WorkItemTable {
  tenant: string;
  case_id: string;
  state: string;
  role: string;
  process: string;
  unit: string;
  assignee: string | null;
  due_at_ms: number | null;
  priority: number;
  since_ms: number;
}

export interface DeliveryTable {
  tenant: string;
  case_id: string;
  subscriber: string;
  revision: number;
  place: number;
  id: string;
  name: string;
  body: string;
  attempts: number;
  error: string;
  /** When it may be taken: the later of retry time and end of lease. Null: a dead letter. */
  wake_at_ms: number | null;
}

export interface SchemaVersionTable {
  version: number;
}

export interface Tables {
  cases: CaseTable;
  journal: JournalTable;
  timers: TimerTable;
  work_items: WorkItemTable;
  deliveries: DeliveryTable;
  schema_version: SchemaVersionTable;
}

export const tableNames = ['cases', 'journal', 'timers', 'work_items', 'deliveries', 'schema_version'] as const satisfies (keyof Tables)[];
