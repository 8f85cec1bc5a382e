// @bihuan/sql/sqlite: the embedded store, on `node:sqlite`.
export type { Synchronous } from './connection.ts';
export type { SqliteTransaction, SqliteTx } from './host-transaction.ts';
export { migrateSqlite } from './migrate-sqlite.ts';
export { checkSchema, kyselyDialect, type SqliteOptions, sqliteStore } from './sqlite-store.ts';
export type { SqliteStore } from './store-over.ts';
