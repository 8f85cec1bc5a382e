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

export interface CaseQuery {
  readonly tenant: string;
  /** Only cases at or below one of these. `['']` is the whole tenant. */
  readonly units: readonly string[];
  readonly process?: string;
  readonly version?: number;
  readonly closed?: boolean;
  readonly outcome?: string;
  readonly subject?: { readonly type: string; readonly id: string };
  readonly correlation?: string;
  /** Cases that have all of these terms. */
  readonly terms?: readonly string[];
  /** Cases with a deadline due before this. With it the order is due time, id; without it, id in binary order. */
  readonly dueBeforeMs?: number;
  /** Keyset paging: cases after this place, in the query's order. */
  readonly after?: CasePlace;
  readonly limit: number;
}

/** Where a page of cases ended. */
export interface CasePlace {
  readonly dueAtMs: number | null;
  readonly id: string;
}

export interface WorkQuery {
  readonly tenant: string;
  readonly actor: string;
  /** What the actor may take: items of this role at or below this unit. */
  readonly grants: readonly { readonly role: string; readonly unit: string; readonly process?: string }[];
  /** `mine`: assigned to the actor. `open`: unassigned and covered by a grant. `all`: both. */
  readonly which: 'mine' | 'open' | 'all';
  readonly process?: string;
  /** At or below this unit. */
  readonly unit?: string;
  readonly case?: string;
  readonly dueBeforeMs?: number;
  readonly after?: WorkPlace;
  readonly limit: number;
}

/** Where a page of work ended. Order: due time (none last), case id, state. */
export interface WorkPlace {
  readonly dueAtMs: number | null;
  readonly case: string;
  readonly state: string;
}

/** Entries made by one actor, latest first: by time, case id, revision, all descending. */
export interface DoneQuery {
  readonly tenant: string;
  readonly actor: string;
  readonly before?: DonePlace;
  readonly limit: number;
}

/** Where a page of what was done ended. */
export interface DonePlace {
  readonly atMs: number;
  readonly case: string;
  readonly revision: number;
}

export type PersonalQuery =
  | { readonly tenant: string; readonly case: string }
  | {
      readonly tenant: string;
      readonly person: string;
      readonly after?: Pick<PersonalRow, 'case' | 'revision' | 'field'>;
      readonly limit: number;
    };

/** What one worker can do: timers of these versions of processes, messages for these subscribers. Left out: everything. */
export interface Competence {
  readonly processes?: readonly { readonly id: string; readonly version: number }[];
  readonly subscribers?: readonly string[];
}

export interface ClaimQuery extends Competence {
  readonly nowMs: number;
  readonly leaseUntilMs: number;
  readonly limit: number;
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

/** What a store can do. Asking for what is false is refused with `STORE_UNSUPPORTED`, never downgraded (law 20). */
export interface Capabilities {
  readonly hostTransaction: boolean;
  readonly durable: boolean;
  /** What a command has done is in the answer to the next query. */
  readonly readYourWritesQueries: boolean;
  /** Workers on other nodes hear at once of messages to deliver. */
  readonly wakeUps: boolean;
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

  /** How many cases `find` would list without paging, `limit` at most. */
  count(query: Omit<CaseQuery, 'after'>, tx?: Tx): Promise<number>;

  /** One row per item, whichever of its roles matched: the rows of an item differ in nothing else. */
  work(query: WorkQuery, tx?: Tx): Promise<readonly WorkItemRow[]>;

  countWork(query: Omit<WorkQuery, 'after'>, tx?: Tx): Promise<number>;

  done(query: DoneQuery, tx?: Tx): Promise<readonly JournalRow[]>;

  /** Personal fields of a case, or of a person on all cases: in order of case, revision, field. */
  personal(query: PersonalQuery, tx?: Tx): Promise<readonly PersonalRow[]>;

  /** Removes a case with everything kept of it. `conflict`: it is not at that revision. `undelivered`: a message of it waits still. */
  remove(
    at: { readonly tenant: string; readonly id: string; readonly revision: number },
    tx?: Tx,
  ): Promise<'removed' | 'conflict' | 'undelivered'>;

  /** Leases timers due at or before `nowMs` that are neither leased nor backing off beyond it, in order of due time, tenant, case: at most one per case, the earliest of these. */
  claimTimers(query: ClaimQuery): Promise<readonly DueTimer[]>;

  /** Notes that a timer's step failed; it is not due again before `retryAtMs`. Forgotten when the timer is put or dropped. Ignored for another generation or lease, or a timer that is gone. */
  deferTimer(timer: DueTimer, retryAtMs: number, error: string): Promise<void>;

  /** Ends the leases of timers that were not tried. Ignored for those another worker has taken. */
  releaseTimers(timers: readonly DueTimer[]): Promise<void>;

  /** Timers whose step has failed, and those due before `dueBeforeMs` that nobody has taken (their `error` is empty), in order of case, timer. */
  stuckTimers(query: { readonly tenant: string; readonly dueBeforeMs: number }): Promise<readonly StuckTimer[]>;

  /** The earliest due time, retry time or end of lease of any timer or head of a lane that this worker can do, dead letters left out, or null: when it need look again. */
  nextWakeMs(competence: Competence): Promise<number | null>;

  /** Leases the head of up to `limit` lanes whose head is due, not dead and not leased beyond `nowMs`, in order of waiting time, tenant, case, subscriber. */
  claim(query: ClaimQuery): Promise<readonly Claimed[]>;

  /** The message arrived: removes it from its lane. May be repeated; ignored once it is gone. */
  settle(delivery: DeliveryRow): Promise<void>;

  /** The message did not arrive: tried again at `retryAtMs`; null makes it a dead letter that holds its lane. Ends its lease; ignored when another worker has taken it, or it is gone. */
  retry(delivery: Claimed, retryAtMs: number | null, error: string): Promise<void>;

  /** Ends the leases of messages that were not tried. Ignored for those another worker has taken. */
  release(deliveries: readonly Claimed[]): Promise<void>;

  /** In order of case, subscriber, revision, index. */
  deadLetters(tenant: string): Promise<readonly DeadLetter[]>;

  /** A dead letter is due again at `atMs`, its attempts forgotten. Ignored for one that is not dead. */
  revive(letter: DeliveryRow, atMs: number): Promise<void>;

  /** Calls `ring` when other nodes have made messages to deliver; answers how to stop. Only where `wakeUps` is true. */
  listen?(ring: () => void): Promise<() => Promise<void>>;

  /** Lets go of what the store holds. A store over a connection answers `STORE_CLOSED` from then on. */
  close(): Promise<void>;
}
