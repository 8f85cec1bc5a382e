// The port over one connection. Every operation is one synchronous piece of SQL work; what is asynchronous is only the waiting. Decides nothing (law 2).
import { BihuanError, type Commit, type Store } from '@bihuan/core';
import type { Names } from '../dialect.ts';
import { sqliteDialect } from '../dialects.ts';
import { portStore, type Runner } from '../statements/port-store.ts';
import { statementsOf } from '../statements/texts.ts';
import { type Call, type CommitResult, unwritable, whyNot, writeCommit } from '../statements/write-commit.ts';
import { busyError, isBusy, notFull } from './busy.ts';
import type { Connection } from './connection.ts';
import type { SqliteHandle } from './handle.ts';
import { insideHost, SqliteTransaction, type SqliteTx } from './host-transaction.ts';
import { type SqliteSession, sessionOn } from './session.ts';

export interface SqliteStore extends Store<SqliteTx> {
  /** Runs `work` in a transaction on the store's connection, and commits it unless it throws. Operations without this `tx` wait meanwhile. */
  transaction<Result>(work: (tx: SqliteTransaction) => Promise<Result> | Result): Promise<Result>;
}

export function storeOver(connection: Connection, names: Names, waitMs: number): SqliteStore {
  const statements = statementsOf(sqliteDialect, names);
  const sessions = new WeakMap<SqliteHandle, SqliteSession>();
  const on = (handle: SqliteHandle): SqliteSession => {
    const known = sessions.get(handle) ?? sessionOn(handle);
    sessions.set(handle, known);
    return known;
  };
  const own = on(connection.handle);
  let isClosed = false;

  const run = async <Result>(work: (session: SqliteSession) => Result): Promise<Result> => {
    if (isClosed) throw new BihuanError('STORE_CLOSED', { zh: '库已关闭', en: 'The store is closed' });
    return connection
      .run(() => work(own), waitMs)
      .catch((error) => {
        throw notFull(error);
      });
  };
  const inside = <Result>(tx: SqliteTx, work: (session: SqliteSession) => Result): Promise<Result> =>
    insideHost(connection, tx, (handle) => notBusy(() => work(on(handle))));

  const runner: Runner<SqliteTx> = {
    run: (call, tx) => (tx === undefined ? run((session) => session.run(call)) : inside(tx, (session) => session.run(call))),
    steps: (make, tx) =>
      tx === undefined ? run((session) => transact(session, () => session.drive(make()))) : inside(tx, (session) => session.drive(make())),
  };
  const write = (session: SqliteSession, commit: Commit, isolate: typeof transact): CommitResult => {
    if (isolate(session, () => session.drive(writeCommit(statements, sqliteDialect, commit)), Boolean)) return 'committed';
    const reason = session.drive(whyNot(statements, commit));
    if (reason === null) throw unwritable(commit);
    return reason;
  };

  return {
    ...portStore({ runner, dialect: sqliteDialect, names, statements }),
    capabilities: { hostTransaction: true, durable: connection.handle.path !== null, readYourWritesQueries: true, wakeUps: false },
    commit: (commit, tx) =>
      tx === undefined ? run((session) => write(session, commit, transact)) : inside(tx, (session) => write(session, commit, nest)),

    async transaction(work) {
      if (isClosed) return run(() => undefined as never);
      await connection.begin(waitMs);
      const tx = new SqliteTransaction(connection.handle);
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
      if (isClosed) return;
      isClosed = true;
      await connection.leave(waitMs);
    },
  };
}

const [begin, commitIt, rollback, savepoint, release, rollbackTo] = [
  'begin immediate',
  'commit',
  'rollback',
  'savepoint bihuan',
  'release bihuan',
  'rollback to bihuan',
].map((text): Call => ({ statement: { text, places: [] }, parameters: {} })) as [Call, Call, Call, Call, Call, Call];

type Isolate = <Result>(session: SqliteSession, work: () => Result, isKept?: (result: Result) => boolean) => Result;

/** A transaction of our own, committed unless `work` throws or answers with what is not kept. */
const transact: Isolate = (session, work, isKept = () => true) => {
  session.run(begin);
  try {
    const result = work();
    session.run(isKept(result) ? commitIt : rollback);
    return result;
  } finally {
    if (session.handle.isTransaction) session.run(rollback);
  }
};

/** A commit inside the host's transaction: a savepoint, so that what fails leaves nothing and the host may go on. */
const nest: Isolate = (session, work, isKept = () => true) => {
  session.run(savepoint);
  let isGood = false;
  try {
    const result = work();
    isGood = isKept(result);
    return result;
  } finally {
    // SQLite ends the whole transaction by itself on some errors: then there is nothing to go back to.
    if (session.handle.isTransaction) {
      if (!isGood) session.run(rollbackTo);
      session.run(release);
    }
  }
};

/** In the host's transaction we do not wait: only the host can begin it again. */
function notBusy<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw isBusy(error) ? busyError(error) : notFull(error);
  }
}
