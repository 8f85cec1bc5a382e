// What a host may pass as `tx`, and how it is recognised as a transaction that is open on this database.
import { DatabaseSync } from 'node:sqlite';
import { BihuanError } from '@bihuan/core';
import type { Transaction } from 'kysely';
import type { Connection } from './connection.ts';
import { handleOf, isBetterSqlite3, type SqliteDatabase, type SqliteHandle } from './handle.ts';
import { BihuanSqliteAdapter, HeldConnection } from './kysely-dialect.ts';

/** The handle that `store.transaction` gives: the connection, for as long as the transaction is open. */
export class SqliteTransaction {
  readonly #handle: SqliteHandle;
  #open = true;

  constructor(handle: SqliteHandle) {
    this.#handle = handle;
  }

  /** What the store was opened with, or has opened: a `DatabaseSync`, unless the host gave another. Throws `STORE_CLOSED` once the transaction has ended. */
  get database(): DatabaseSync {
    return this.handle.database as DatabaseSync;
  }

  get handle(): SqliteHandle {
    if (!this.#open || !this.#handle.isTransaction) throw ended();
    return this.#handle;
  }

  end(): void {
    this.#open = false;
  }
}

/**
 * A handle of `store.transaction`; the host's own `DatabaseSync` or better-sqlite3 database on the same file, inside a transaction it began; or a
 * Kysely transaction of a Kysely made with `kyselyDialect(store)`.
 */
export type SqliteTx = SqliteTransaction | SqliteDatabase | Transaction<any>;

/** Runs `work` inside the host's transaction. Throws `STORE_UNSUPPORTED` for one on another database, `STORE_CLOSED` for one that has ended. */
export async function insideHost<Result>(connection: Connection, tx: SqliteTx, work: (handle: SqliteHandle) => Result): Promise<Result> {
  if (tx instanceof SqliteTransaction) return work(onSameDatabase(connection, tx.handle));
  if (tx instanceof DatabaseSync || isBetterSqlite3(tx)) return work(onSameDatabase(connection, handleOf(tx)));
  if (typeof tx?.getExecutor !== 'function' || !tx.isTransaction) throw unsupported();
  const executor = tx.getExecutor();
  if (!(executor.adapter instanceof BihuanSqliteAdapter) || executor.adapter.connection !== connection) throw unsupported();
  let begun = false;
  try {
    return await executor.provideConnection(async (held) => {
      begun = true;
      if (!(held instanceof HeldConnection) || !held.inTransaction) throw ended();
      return work(onSameDatabase(connection, connection.handle));
    });
  } catch (error) {
    // Kysely itself refuses a transaction that was committed or rolled back.
    throw begun ? error : ended(error);
  }
}

function onSameDatabase(connection: Connection, handle: SqliteHandle): SqliteHandle {
  const isSame = handle === connection.handle || (connection.path !== null && handle.isOpen && handle.path === connection.path);
  if (!isSame) throw unsupported();
  if (!handle.isTransaction) throw ended();
  return handle;
}

const ended = (cause?: unknown): BihuanError =>
  new BihuanError('STORE_CLOSED', { zh: '传入的事务已结束', en: 'The transaction that was passed as `tx` is not open' }, {}, cause);

const unsupported = (): BihuanError =>
  new BihuanError('STORE_UNSUPPORTED', {
    zh: '传入的事务不属于此数据库:请用 store.transaction、kyselyDialect(store) 或同一文件的 DatabaseSync',
    en: 'The transaction passed as `tx` is not on this database: use store.transaction, kyselyDialect(store), or a DatabaseSync on the same file',
  });
