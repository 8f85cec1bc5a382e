// The port through which cases are kept. Core computes every row; a store only reads and writes (law 2).
// One commit touches one case and is all or nothing (law 3). Nothing crosses tenants (law 13).
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
  readonly entry: string;
  readonly hash: string;
}

export interface TimerRow {
  readonly tenant: string;
  readonly case: string;
  readonly timer: string;
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
}

export interface Loaded {
  readonly case: CaseRow | undefined;
  /** The entry that carries the key, in whatever case of the tenant. */
  readonly keyed: JournalRow | undefined;
}

/** Keyset paging: rows after this place, in the query's order. */
export interface CaseQuery {
  readonly tenant: string;
  /** Only cases at or below one of these. `['']` is the whole tenant. */
  readonly units: readonly string[];
  readonly process?: string;
  readonly state?: string;
  readonly closed?: boolean;
  readonly outcome?: string;
  readonly subject?: { readonly type: string; readonly id: string };
  readonly correlation?: string;
  /** Ids greater than this, in binary order. */
  readonly afterId?: string;
  readonly limit: number;
}

export interface WorkQuery {
  readonly tenant: string;
  readonly actor: string;
  /** What the actor may take: items of this role at or below this unit. */
  readonly grants: readonly { readonly role: string; readonly unit: string; readonly process?: string }[];
  /** `mine`: assigned to the actor. `open`: unassigned and covered by a grant. `all`: both. */
  readonly which: 'mine' | 'open' | 'all';
  readonly after?: WorkPlace;
  readonly limit: number;
}

/** Where a page of work ended. Order: due time (none last), case id, state. */
export interface WorkPlace {
  readonly dueAtMs: number | null;
  readonly case: string;
  readonly state: string;
}

export interface DueTimer extends TimerRow {
  readonly attempts: number;
}

export interface StuckTimer extends TimerRow {
  readonly attempts: number;
  readonly error: string;
}

export interface Claimed extends DeliveryRow {
  readonly attempts: number;
}

export interface DeadLetter extends DeliveryRow {
  readonly attempts: number;
  readonly error: string;
}

/** What a store can do. Asking for what is false is refused with `STORE_UNSUPPORTED`, never downgraded (law 20). */
export interface Capabilities {
  readonly hostTransaction: boolean;
  readonly durable: boolean;
}

/**
 * `Tx` is the host's own transaction handle. With one, reads and writes happen inside it and become visible when the host commits;
 * without one, every method is its own transaction. A handle that has ended is `STORE_CLOSED`, one of another library `STORE_UNSUPPORTED`.
 */
export interface Store<Tx = unknown> {
  readonly capabilities: Capabilities;

  /** The case and the entry that carries the key, from one consistent read, including everything committed before. */
  load(at: { readonly tenant: string; readonly id: string; readonly key?: string | undefined }, tx?: Tx): Promise<Loaded>;

  /**
   * Writes all of it or nothing. `conflict`: the case is not at `expectedRevision` (or exists already, when that is 0).
   * `duplicate`: a key of an entry is taken in this tenant. `subject-taken`: another case holds the `openSubject`.
   * Looked for in that order. None of these leaves anything behind, nor breaks the host's transaction.
   */
  commit(commit: Commit, tx?: Tx): Promise<'committed' | 'conflict' | 'duplicate' | 'subject-taken'>;

  /** Entries of a case in order of revision, those after `afterRevision`. */
  history(
    at: { readonly tenant: string; readonly id: string; readonly afterRevision?: number; readonly limit?: number },
    tx?: Tx,
  ): Promise<readonly JournalRow[]>;

  find(query: CaseQuery, tx?: Tx): Promise<readonly CaseRow[]>;

  /** One row per item, whichever of its roles matched: the rows of an item differ in nothing else. */
  work(query: WorkQuery, tx?: Tx): Promise<readonly WorkItemRow[]>;

  /** Timers due at or before `nowMs` that are not backing off until later, earliest first, at most one per case (its earliest of these). Reading claims nothing: the commit checks. */
  dueTimers(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly DueTimer[]>;

  /** Notes that a timer's step failed; it is not due again before `retryAtMs`. Forgotten when the timer is put or dropped. Ignored for another generation, or a timer that is gone. */
  deferTimer(timer: TimerRow, retryAtMs: number, error: string): Promise<void>;

  stuckTimers(tenant: string): Promise<readonly StuckTimer[]>;

  /** The earliest due time or retry time of any timer or head of a lane, dead letters left out, or null: when a worker need look again. */
  nextWakeMs(): Promise<number | null>;

  /** Takes the head of up to `limit` lanes whose head is due, not dead and not leased beyond `nowMs`; leases them until `leaseUntilMs`. */
  claim(query: { readonly nowMs: number; readonly leaseUntilMs: number; readonly limit: number }): Promise<readonly Claimed[]>;

  /** The message arrived: removes it from its lane. May be repeated; ignored once it is gone. */
  settle(delivery: DeliveryRow): Promise<void>;

  /** The message did not arrive: tried again at `retryAtMs`; null makes it a dead letter that holds its lane. Ends its lease; ignored once it is gone. */
  retry(delivery: DeliveryRow, retryAtMs: number | null, error: string): Promise<void>;

  deadLetters(tenant: string): Promise<readonly DeadLetter[]>;

  /** Lets go of what the store holds. A store over a connection answers `STORE_CLOSED` from then on. */
  close(): Promise<void>;
}
