// The rows that core computes and a store keeps: what a commit writes, and what a worker takes.
import type { EntryKind } from './record.ts';

/** The row of a case: columns for queries, and the exact text of the record. */
export interface CaseRow {
  readonly tenant: string;
  readonly id: string;
  readonly process: string;
  readonly version: number;
  readonly unit: string;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly correlation: string;
  /** Unique per tenant while not null: the subject of an open case of a process that allows one at a time. */
  readonly openSubject: string | null;
  readonly revision: number;
  /** Active leaf states, joined by a space. */
  readonly states: string;
  readonly outcome: string | null;
  readonly openedAtMs: number;
  readonly atMs: number;
  /** The earliest due time of its deadlines that run; null without one. */
  readonly dueAtMs: number | null;
  readonly record: string;
  /** Hash of the last journal entry. */
  readonly head: string;
}

export interface JournalRow {
  readonly tenant: string;
  readonly case: string;
  readonly revision: number;
  readonly kind: EntryKind;
  readonly key: string | null;
  /** Who did it, and its effective time: what `done` is asked by. */
  readonly actor: string;
  readonly atMs: number;
  readonly entry: string;
  readonly hash: string;
}

export interface TimerRow {
  readonly tenant: string;
  readonly case: string;
  readonly timer: string;
  /** Of the case: an engine takes the timers of processes it was given. */
  readonly process: string;
  readonly version: number;
  readonly generation: number;
  /** When it fires; null while its clock stands still. */
  readonly dueAtMs: number | null;
}

export interface WorkItemRow {
  readonly tenant: string;
  readonly case: string;
  readonly state: string;
  /** One row per role that may do it. */
  readonly role: string;
  readonly process: string;
  readonly unit: string;
  readonly assignee: string | null;
  readonly dueAtMs: number | null;
  readonly priority: number;
  readonly sinceMs: number;
}

/** A message for one subscriber. Rows of one (case, subscriber) lane are delivered in order of `revision`, `index`. */
export interface DeliveryRow {
  readonly id: string;
  readonly tenant: string;
  readonly case: string;
  readonly subscriber: string;
  readonly revision: number;
  readonly index: number;
  readonly name: string;
  readonly body: string;
  readonly process: string;
  /** Effective time of the entry that sent it. */
  readonly atMs: number;
}

/** A personal field of one entry, kept apart from it: the journal holds only its salted hash, so that it can be erased (design: personal fields). */
export interface PersonalRow {
  readonly tenant: string;
  readonly case: string;
  readonly revision: number;
  readonly field: string;
  /** Whom it tells of. */
  readonly person: string;
  /** JSON. */
  readonly value: string;
  readonly salt: string;
}

/** Everything one decision writes. `expectedRevision` is 0 for a new case. */
export interface Commit {
  readonly expectedRevision: number;
  readonly case: CaseRow;
  readonly entries: readonly JournalRow[];
  readonly timers: { readonly put: readonly TimerRow[]; readonly drop: readonly string[] };
  /** Work items by state: the rows of a state in `drop` go, those in `put` come. A changed item is in both. */
  readonly workItems: { readonly put: readonly WorkItemRow[]; readonly drop: readonly string[] };
  readonly deliveries: readonly DeliveryRow[];
  /** What the case can be found by: `state:…`, `tag:…`, `link:…`, `text:…`. Each at most 190 characters. */
  readonly terms: { readonly put: readonly string[]; readonly drop: readonly string[] };
  readonly personal: { readonly put: readonly PersonalRow[]; readonly drop: readonly Pick<PersonalRow, 'revision' | 'field'>[] };
}

export interface Loaded {
  readonly case: CaseRow | undefined;
  /** The entry that carries the key, in whatever case of the tenant. */
  readonly keyed: JournalRow | undefined;
}

/** What a worker took. The end of its lease is its token: once another worker has taken it, that is another. */
export interface DueTimer extends TimerRow {
  readonly attempts: number;
  readonly leaseUntilMs: number;
}

export interface StuckTimer extends TimerRow {
  readonly attempts: number;
  readonly error: string;
}

export interface Claimed extends DeliveryRow {
  readonly attempts: number;
  readonly leaseUntilMs: number;
}

export interface DeadLetter extends DeliveryRow {
  readonly attempts: number;
  readonly error: string;
}
