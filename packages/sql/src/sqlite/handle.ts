// One face for the libraries that reach SQLite without waiting: `node:sqlite`, and those with the interface of better-sqlite3.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { hasMethods } from '../server/database.ts';

/** A database of better-sqlite3, or of a library with its interface. */
export interface BetterSqlite3 {
  readonly inTransaction: boolean;
  readonly open: boolean;
  readonly memory: boolean;
  readonly name: string;
  exec(text: string): unknown;
  prepare(text: string): BetterStatement;
  close(): unknown;
}

interface BetterStatement {
  readonly reader: boolean;
  all(...values: any[]): unknown[];
  run(...values: any[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  safeIntegers?(on: boolean): unknown;
}

export type SqliteDatabase = DatabaseSync | BetterSqlite3;

export interface SqliteStatement {
  readonly returnsRows: boolean;
  all(values: readonly unknown[]): object[];
  run(values: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
}

export interface SqliteHandle {
  readonly database: SqliteDatabase;
  readonly isTransaction: boolean;
  readonly isOpen: boolean;
  /** Where the file is; null in memory. */
  readonly path: string | null;
  exec(text: string): void;
  prepare(text: string): SqliteStatement;
  close(): void;
}

export const isBetterSqlite3 = (value: unknown): value is BetterSqlite3 =>
  hasMethods(value, 'exec', 'prepare', 'close', 'pragma', 'transaction') && typeof value['inTransaction'] === 'boolean';

const handles = new WeakMap<SqliteDatabase, SqliteHandle>();

export function handleOf(database: SqliteDatabase): SqliteHandle {
  const known = handles.get(database) ?? (database instanceof DatabaseSync ? overNode(database) : overBetter(database));
  handles.set(database, known);
  return known;
}

function overNode(database: DatabaseSync): SqliteHandle {
  return {
    database,
    get isTransaction() {
      return database.isTransaction;
    },
    get isOpen() {
      return database.isOpen;
    },
    get path() {
      return database.location();
    },
    exec: (text) => database.exec(text),
    prepare(text) {
      const made: StatementSync = database.prepare(text);
      // A host's connection may be set to give arrays or bigints.
      made.setReadBigInts(false);
      made.setReturnArrays(false);
      return {
        returnsRows: made.columns().length > 0,
        all: (values) => made.all(...(values as SQLInputValue[])),
        run(values) {
          const { changes, lastInsertRowid } = made.run(...(values as SQLInputValue[]));
          return { changes: Number(changes), lastInsertRowid };
        },
      };
    },
    close: () => database.close(),
  };
}

function overBetter(database: BetterSqlite3): SqliteHandle {
  return {
    database,
    get isTransaction() {
      return database.inTransaction;
    },
    get isOpen() {
      return database.open;
    },
    path: database.memory ? null : database.name,
    exec: (text) => void database.exec(text),
    prepare(text) {
      const made = database.prepare(text);
      made.safeIntegers?.(false);
      return {
        returnsRows: made.reader,
        all: (values) => made.all(...values) as object[],
        run: (values) => made.run(...values),
      };
    },
    close: () => void database.close(),
  };
}
