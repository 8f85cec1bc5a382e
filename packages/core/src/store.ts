// The port through which cases are kept. Core computes every row; a store only reads and writes (law 2).
// One commit touches one case and is all or nothing (law 3). Nothing crosses tenants (law 13).
import type { CaseQuery, ClaimQuery, Competence, DoneQuery, PersonalQuery, WorkQuery } from './store-queries.ts';
import type {
  CaseRow,
  Claimed,
  Commit,
  DeadLetter,
  DeliveryRow,
  DueTimer,
  JournalRow,
  Loaded,
  PersonalRow,
  StuckTimer,
  WorkItemRow,
} from './store-rows.ts';

export type * from './store-queries.ts';
export type * from './store-rows.ts';

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
