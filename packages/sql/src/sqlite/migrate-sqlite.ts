// Migration as a step of its own, for hosts that open their stores with `migrate: false`.
import type { SqliteOptions } from './sqlite-store.ts';
import { sqliteStore } from './sqlite-store.ts';

/** Creates or updates the tables, and checks them. May be repeated; safe while other processes do the same. */
export async function migrateSqlite(options: string | Omit<SqliteOptions, 'migrate'>): Promise<void> {
  const store = sqliteStore({ ...(typeof options === 'string' ? { file: options } : options), migrate: true });
  await store.close();
}
