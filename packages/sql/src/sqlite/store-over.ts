// The port over one connection. Every operation is one synchronous piece of SQL work; what is asynchronous is only the waiting. Decides nothing (law 2).
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  BihuanError,
  type CaseRow,
  type Claimed,
  type DeadLetter,
  type DeliveryRow,
  type DueTimer,
  type JournalRow,
  type Store,
  type StuckTimer,
  type WorkItemRow,
} from '@bihuan/core';
import { busyError, isBusy } from './busy.ts';
import type { Connection } from './connection.ts';
import { findQuery } from './find-query.ts';
import { insideHost, SqliteTransaction, type SqliteTx } from './host-transaction.ts';
import { load } from './load.ts';
import { prepare } from './prepare.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { workParameters } from './work-query.ts';
import { type CommitResult, writeCommit } from './write-commit.ts';

export interface SqliteStore extends Store<SqliteTx> {
  /** Runs `work` in a transaction on the store's connection, and commits it unless it throws. Operations without this `tx` wait meanwhile. */
  transaction<Result>(work: (tx: SqliteTransaction) => Promise<Result> | Result): Promise<Result>;
}

export function storeOver(connection: Connection, tablePrefix: string, waitMs: number): SqliteStore {
  const prepared = new WeakMap<DatabaseSync, Statements>();
  const statementsOn = (database: DatabaseSync): Statements => {
    const known = prepared.get(database) ?? prepareStatements(database, tablePrefix);
    prepared.set(database, known);
    return known;
  };
  const own = statementsOn(connection.database);
  let closed = false;

  const run = async <Result>(work: (statements: Statements) => Result): Promise<Result> => {
    if (closed) throw new BihuanError('STORE_CLOSED', { zh: '库已关闭', en: 'The store is closed' });
    return connection.run(() => work(own), waitMs);
  };
  const inside = <Result>(tx: SqliteTx | undefined, work: (statements: Statements, database: DatabaseSync) => Result): Promise<Result> =>
    tx === undefined
      ? run((statements) => work(statements, connection.database))
      : insideHost(connection, tx, (database) => notBusy(() => work(statementsOn(database), database)));
  const laneOf = ({ tenant, case: id, subscriber, revision, index }: DeliveryRow) => [tenant, id, subscriber, revision, index] as const;

  return {
    capabilities: { hostTransaction: true, durable: connection.path !== null },
    load: (at, tx) => inside(tx, (statements) => load(statements, at)),
    commit: (commit, tx) =>
      tx === undefined
        ? run((statements) => transact(statements, connection.database, () => writeCommit(statements, commit), isCommitted))
        : insideHost(connection, tx, (database) =>
            notBusy(() => nest(statementsOn(database), database, (statements) => writeCommit(statements, commit))),
          ),
    history: ({ tenant, id, afterRevision = 0, limit = -1 }, tx) =>
      inside(tx, (statements) => plain<JournalRow>(statements.history.all(tenant, id, afterRevision, limit))),
    find: (query, tx) =>
      inside(tx, (_, database) => {
        const { sql, parameters } = findQuery(tablePrefix, query);
        return plain<CaseRow>(prepare(database, sql).all(...(parameters as readonly SQLInputValue[])));
      }),
    work: (query, tx) => inside(tx, (statements) => plain<WorkItemRow>(statements.work.all(...workParameters(query)))),
    dueTimers: ({ nowMs, limit }) => run((statements) => plain<DueTimer>(statements.dueTimers.all(nowMs, limit))),
    deferTimer: ({ tenant, case: id, timer, generation }, retryAtMs, error) =>
      run((statements) => void statements.deferTimer.run(error, retryAtMs, tenant, id, timer, generation)),
    stuckTimers: (tenant) => run((statements) => plain<StuckTimer>(statements.stuckTimers.all(tenant))),
    nextWakeMs: () => run((statements) => statements.nextWake.get()!.atMs as number | null),
    claim: ({ nowMs, leaseUntilMs, limit }) =>
      run((statements) => {
        if (!statements.isClaimable.get(nowMs, 1)) return [];
        return transact(statements, connection.database, () => {
          const claimed = plain<Claimed>(statements.claimable.all(nowMs, limit));
          for (const delivery of claimed) statements.lease.run(leaseUntilMs, ...laneOf(delivery));
          return claimed;
        });
      }),
    settle: (delivery) => run((statements) => void statements.settle.run(...laneOf(delivery))),
    retry: (delivery, retryAtMs, error) => run((statements) => void statements.retry.run(error, retryAtMs, ...laneOf(delivery))),
    deadLetters: (tenant) => run((statements) => plain<DeadLetter>(statements.deadLetters.all(tenant))),

    async transaction(work) {
      if (closed) return run(() => undefined as never);
      await connection.begin(waitMs);
      const tx = new SqliteTransaction(connection.database);
      let how: 'commit' | 'rollback' = 'rollback';
      try {
        const result = await work(tx);
        how = 'commit';
        return result;
      } finally {
        tx.end();
        connection.end(how);
      }
    },

    async close() {
      if (closed) return;
      closed = true;
      await connection.leave(waitMs);
    },
  };
}

const isCommitted = (result: CommitResult): boolean => result === 'committed';

/** A transaction of our own, committed unless `work` throws or answers with what is not `kept`. */
function transact<Result>(
  statements: Statements,
  database: DatabaseSync,
  work: () => Result,
  kept: (result: Result) => boolean = () => true,
): Result {
  statements.begin.run();
  try {
    const result = work();
    (kept(result) ? statements.commit : statements.rollback).run();
    return result;
  } finally {
    if (database.isTransaction) statements.rollback.run();
  }
}

/** A commit inside the host's transaction: a savepoint, so that what fails leaves nothing and the host may go on. */
function nest(statements: Statements, database: DatabaseSync, work: (statements: Statements) => CommitResult): CommitResult {
  statements.savepoint.run();
  let result: CommitResult | undefined;
  try {
    result = work(statements);
    return result;
  } finally {
    // SQLite ends the whole transaction by itself on some errors: then there is nothing to go back to.
    if (database.isTransaction) {
      if (result !== 'committed') statements.rollbackTo.run();
      statements.release.run();
    }
  }
}

/** In the host's transaction we do not wait: only the host can begin it again. */
function notBusy<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw isBusy(error) ? busyError(error) : error;
  }
}

/** Rows as ordinary objects: those of `node:sqlite` have no prototype. */
const plain = <Row>(rows: readonly object[]): Row[] => rows.map((row) => ({ ...row }) as Row);
