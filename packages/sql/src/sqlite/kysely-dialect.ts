// Kysely over the store's own connection, so that a host's rows and its cases are written in one transaction.
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Connection } from './connection.ts';

/** Carries the connection, by which a Kysely transaction is known to be one of ours. */
export class BihuanSqliteAdapter extends SqliteAdapter {
  readonly connection: Connection;

  constructor(connection: Connection) {
    super();
    this.connection = connection;
  }

  /** Every query has a handle of its own; which of them may run, the store's queue says. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

export function dialectOver(connection: Connection, waitMs: number): Dialect {
  return {
    createAdapter: () => new BihuanSqliteAdapter(connection),
    createDriver: () => driverOver(connection, waitMs),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** A transaction holds the connection from its beginning to its end; a query by itself waits for its turn like any other. */
function driverOver(connection: Connection, waitMs: number): Driver {
  const command = (text: string) => (held: DatabaseConnection) => held.executeQuery(CompiledQuery.raw(text)).then(() => {});
  const savepoint = (text: string) => (held: DatabaseConnection, name: string) => command(`${text} "${name.replaceAll('"', '""')}"`)(held);
  return {
    async init() {},
    async acquireConnection() {
      return new HeldConnection(connection, waitMs);
    },
    async beginTransaction(held) {
      await connection.begin(waitMs);
      (held as HeldConnection).inTransaction = true;
    },
    commitTransaction: async (held) => (held as HeldConnection).end('commit'),
    rollbackTransaction: async (held) => (held as HeldConnection).end('rollback'),
    savepoint: savepoint('savepoint'),
    rollbackToSavepoint: savepoint('rollback to'),
    releaseSavepoint: savepoint('release'),
    releaseConnection: async (held) => (held as HeldConnection).end('rollback'),
    // The connection is the store's: `store.close()` closes it.
    async destroy() {},
  };
}

/** What Kysely holds while it runs a query, or a whole transaction. */
export class HeldConnection implements DatabaseConnection {
  readonly #connection: Connection;
  readonly #waitMs: number;
  inTransaction = false;

  constructor(connection: Connection, waitMs: number) {
    this.#connection = connection;
    this.#waitMs = waitMs;
  }

  end(how: 'commit' | 'rollback'): void {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    this.#connection.end(how);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const run = () => this.#execute<R>(sql, parameters);
    return this.inTransaction ? run() : this.#connection.run(run, this.#waitMs);
  }

  #execute<R>(text: string, parameters: readonly unknown[]): QueryResult<R> {
    const statement = this.#connection.handle.prepare(text);
    if (statement.returnsRows) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const { rows } = await this.executeQuery<R>(query);
    for (const row of rows) yield { rows: [row] };
  }
}
