// What a host may pass as `tx`, and how it is recognised as a transaction that is open on this database.
import { DatabaseSync } from 'node:sqlite';
import { BihuanError } from '@bihuan/core';
import type { Transaction } from 'kysely';
import type { Connection } from './connection.ts';
import { BihuanSqliteAdapter, HeldConnection } from './kysely-dialect.ts';

/** The handle that `store.transaction` gives: the connection, for as long as the transaction is open. */
export class SqliteTransaction {
  readonly #database: DatabaseSync;
  #open = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Throws `STORE_CLOSED` once the transaction has ended. */
  get database(): DatabaseSync {
    if (!this.#open || !this.#database.isTransaction) throw ended();
    return this.#database;
  }

  end(): void {
    this.#open = false;
  }
}

/**
 * A handle of `store.transaction`; the host's own `DatabaseSync` on the same file, inside a transaction it began; or a Kysely transaction of a
 * Kysely made with `kyselyDialect(store)`.
 */
export type SqliteTx = SqliteTransaction | DatabaseSync | Transaction<any>;

/** Runs `work` inside the host's transaction. Throws `STORE_UNSUPPORTED` for one on another database, `STORE_CLOSED` for one that has ended. */
export async function insideHost<Result>(connection: Connection, tx: SqliteTx, work: (database: DatabaseSync) => Result): Promise<Result> {
  if (tx instanceof SqliteTransaction) return work(onSameDatabase(connection, tx.database));
  if (tx instanceof DatabaseSync) return work(onSameDatabase(connection, tx));
  if (typeof tx?.getExecutor !== 'function' || !tx.isTransaction) throw unsupported();
  const executor = tx.getExecutor();
  if (!(executor.adapter instanceof BihuanSqliteAdapter) || executor.adapter.connection !== connection) throw unsupported();
  let begun = false;
  try {
    return await executor.provideConnection(async (held) => {
      begun = true;
      if (!(held instanceof HeldConnection) || !held.inTransaction) throw ended();
      return work(onSameDatabase(connection, connection.database));
    });
  } catch (error) {
    // Kysely itself refuses a transaction that was committed or rolled back.
    throw begun ? error : ended(error);
  }
}

function onSameDatabase(connection: Connection, database: DatabaseSync): DatabaseSync {
  const same = database === connection.database || (connection.path !== null && database.isOpen && database.location() === connection.path);
  if (!same) throw unsupported();
  if (!database.isTransaction) throw ended();
  return database;
}

const ended = (cause?: unknown): BihuanError =>
  new BihuanError('STORE_CLOSED', { zh: '传入的事务已结束', en: 'The transaction that was passed as `tx` is not open' }, {}, cause);

const unsupported = (): BihuanError =>
  new BihuanError('STORE_UNSUPPORTED', {
    zh: '传入的事务不属于此数据库:请用 store.transaction、kyselyDialect(store) 或同一文件的 DatabaseSync',
    en: 'The transaction passed as `tx` is not on this database: use store.transaction, kyselyDialect(store), or a DatabaseSync on the same file',
  });
