// The stores of a fault run: each process opens its own.
import type { Store } from '@bihuan/core';
import { mysql2Pool, pgPool } from '@bihuan/sql/hosts';
import { migrateMysql, mysqlStore } from '@bihuan/sql/mysql';
import { migratePostgres, postgresStore } from '@bihuan/sql/postgres';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import type { Database } from './protocol.ts';

const most = 6;

/** The host's side of a store: its library, which it ends itself. */
interface Opened {
  readonly store: Store<any>;
  readonly migrate: () => Promise<void>;
  readonly end: () => Promise<void>;
}

function opened(database: Database): Opened {
  switch (database.kind) {
    case 'sqlite':
      return { store: sqliteStore(database.file), migrate: async () => {}, end: async () => {} };
    case 'postgres': {
      const pool = new Pool({ connectionString: database.url, max: most, connectionTimeoutMillis: 5_000 });
      // A session that breaks while nobody uses it is made again.
      pool.on('error', () => {});
      const host = pgPool(pool as never);
      return { store: postgresStore(host), migrate: () => migratePostgres(host), end: () => pool.end() };
    }
    case 'mysql': {
      const pool = createPool({ uri: database.url, connectionLimit: most });
      const host = mysql2Pool(pool as never);
      return { store: mysqlStore(host), migrate: () => migrateMysql(host), end: () => pool.end() };
    }
  }
}

export function openStore(database: Database): Store<any> {
  const { store, end } = opened(database);
  return {
    ...store,
    async close() {
      await store.close();
      await end();
    },
  };
}

/** Makes the tables. */
export async function prepare(database: Database): Promise<void> {
  const { store, migrate, end } = opened(database);
  await migrate();
  await store.close();
  await end();
}
