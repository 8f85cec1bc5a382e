// The stores of a fault run: each process opens its own.
import type { Store } from '@bihuan/core';
import { sqliteStore } from '@bihuan/sql/sqlite';
import type { Database } from './protocol.ts';

export async function openStore(database: Database): Promise<Store<any>> {
  switch (database.kind) {
    case 'sqlite':
      return sqliteStore(database.file, { waitMs: 60_000 });
    default:
      throw new Error(`no store for ${database.kind}`);
  }
}
