// Opens a store on SQLite: finds the connection, brings the schema up to date, refuses one it does not know.
import { DatabaseSync } from 'node:sqlite';
import { BihuanError, type Store } from '@bihuan/core';
import type { Dialect } from 'kysely';
import { checkedNames } from '../schema/ddl.ts';
import { assertSchema, type SchemaReport } from '../schema/expected.ts';
import { busyError, isBusy } from './busy.ts';
import { migrateDatabase, readSchema } from './catalogue.ts';
import { type Connection, connectionOfHost, connectionToFile, type Synchronous } from './connection.ts';
import { isBetterSqlite3, type SqliteDatabase } from './handle.ts';
import type { SqliteTx } from './host-transaction.ts';
import { dialectOver } from './kysely-dialect.ts';
import { type SqliteStore, storeOver } from './store-over.ts';

export interface SqliteOptions {
  /** A path, or `:memory:`. */
  readonly file?: string;
  /** The host's own connection instead of a file, of `node:sqlite` or better-sqlite3. It is neither configured nor closed. */
  readonly database?: SqliteDatabase;
  /** Default `bihuan_`. */
  readonly tablePrefix?: string;
  /** `full` (default) survives power loss; `normal` may then lose the last commits, and is faster. For a file only. */
  readonly synchronous?: Synchronous;
  /** Whether to create and update the tables. Default true. */
  readonly migrate?: boolean;
  /** How long an operation waits for another transaction before it throws `STORE_BUSY`. Default 5,000 ms. */
  readonly waitMs?: number;
}

const dialects = new WeakMap<Store<SqliteTx>, () => Dialect>();

/** A dialect for a Kysely of the host over the store's connection: `new Kysely<MyTables>({ dialect: kyselyDialect(store) })`. */
export function kyselyDialect(store: SqliteStore): Dialect {
  const make = dialects.get(store);
  if (make) return make();
  throw new BihuanError('OPTION_INVALID', { zh: '不是 sqliteStore 的库', en: 'kyselyDialect takes a store made by sqliteStore' });
}

/**
 * A store in a SQLite file, created when missing. Throws `STORE_SCHEMA` when the tables are missing, newer or altered, `OPTION_INVALID` for
 * options that are none. Operations throw `STORE_BUSY` when another transaction lasts too long, `STORE_CLOSED` after `close`.
 *
 *     const store = sqliteStore('community.db')
 */
export function sqliteStore(options: string | SqliteOptions): SqliteStore {
  const { tablePrefix, waitMs = 5_000, migrate = true, ...where } = typeof options === 'string' ? { file: options } : options;
  const names = checkedNames(tablePrefix === undefined ? {} : { tablePrefix }, 'sqlite');
  let connection: Connection | undefined;
  try {
    connection = connectionFor(where);
    if (migrate) migrateDatabase(connection.handle, names);
    assertSchema(readSchema(connection.handle, names), 'migrateSqlite');
    connection.opened();
  } catch (error) {
    connection?.abandon();
    throw openingError(error);
  }
  const store = storeOver(connection, names, waitMs);
  dialects.set(store, () => dialectOver(connection, waitMs));
  return store;
}

/** What the live tables lack, or have too much, beside those of this version. Changes nothing. Throws `OPTION_INVALID` and `STORE_SCHEMA` as the store does. */
export async function checkSchema(options: string | Pick<SqliteOptions, 'file' | 'database' | 'tablePrefix'>): Promise<SchemaReport> {
  const { tablePrefix, ...where } = typeof options === 'string' ? { file: options } : options;
  const names = checkedNames(tablePrefix === undefined ? {} : { tablePrefix }, 'sqlite');
  let connection: Connection | undefined;
  try {
    connection = connectionFor(where);
    return readSchema(connection.handle, names);
  } catch (error) {
    throw openingError(error);
  } finally {
    connection?.abandon();
  }
}

/** SQLite says so when a file begins with something else. */
const notADatabase = 26;

function openingError(error: unknown): unknown {
  if (isBusy(error)) return busyError(error);
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  if (errcode !== notADatabase && code !== 'SQLITE_NOTADB') return error;
  return new BihuanError('STORE_SCHEMA', { zh: '该文件不是 SQLite 数据库', en: 'The file is not a SQLite database' }, {}, error);
}

function connectionFor({ file, database, synchronous = 'full' }: Pick<SqliteOptions, 'file' | 'database' | 'synchronous'>): Connection {
  if ((database instanceof DatabaseSync || isBetterSqlite3(database)) && file === undefined) return connectionOfHost(database);
  if (typeof file === 'string' && database === undefined && (synchronous === 'full' || synchronous === 'normal'))
    return connectionToFile(file, synchronous);
  throw new BihuanError('OPTION_INVALID', {
    zh: 'sqliteStore 须给出 file 或 database 之一;synchronous 为 full 或 normal',
    en: 'sqliteStore takes a file or a database, not both; synchronous is full or normal',
  });
}
