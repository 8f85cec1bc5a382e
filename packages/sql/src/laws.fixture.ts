// A store for every law, without making tables anew for each: a law that is done leaves its tables empty to the next.
import type { StoreHarness } from '@bihuan/conformance';
import type { Store } from '@bihuan/core';
import { tenantTables } from './schema/tables.ts';
import type { Database } from './server/database.ts';

export interface ServerHarness<Tx> {
  readonly database: Database<Tx>;
  /** Makes the tables behind a prefix. */
  readonly migrate: (tablePrefix: string) => Promise<void>;
  readonly open: (tablePrefix: string) => Store<Tx>;
  readonly transaction: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
  /** Empties tables, where it takes another way in than the store's. */
  readonly empty?: Database<never>;
}

export function serverHarness<Tx>(make: () => Promise<ServerHarness<Tx>>): StoreHarness {
  const free: string[] = [];
  const seen = new Set<string>();
  let count = 0;
  let made: Promise<ServerHarness<Tx>> | undefined;
  return {
    async create() {
      made ??= make();
      const { database, migrate, open, transaction, empty = database } = await made;
      const tablePrefix = free.pop() ?? `p${++count}_`;
      if (!seen.has(tablePrefix)) await migrate(tablePrefix);
      seen.add(tablePrefix);
      let store = open(tablePrefix);
      return {
        store,
        transaction,
        async reopen() {
          await store.close();
          store = open(tablePrefix);
          return store;
        },
        async close() {
          await store.close();
          for (const table of tenantTables) await empty.run({ text: `delete from ${tablePrefix}${table}`, values: [] });
          free.push(tablePrefix);
        },
      };
    },
  };
}
