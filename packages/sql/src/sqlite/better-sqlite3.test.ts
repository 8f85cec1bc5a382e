import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testStore } from '@bihuan/conformance';
import { Kysely, sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { testHost } from '../hosts/host-transaction.fixture.ts';
import type { BetterSqlite3 } from './handle.ts';
import { kyselyDialect, sqliteStore } from './index.ts';

type Opened = BetterSqlite3 & { prepare(text: string): { all(): any[]; run(): unknown; readonly reader: boolean } };

/** It is native: where its binary does not load, that is said, and nothing else fails. */
function loaded(): (new (file: string) => Opened) | undefined {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3');
    new Database(':memory:').close();
    return Database;
  } catch (error) {
    console.warn(`better-sqlite3 was not run: its binary does not load here (${error instanceof Error ? error.message : String(error)})`);
    return undefined;
  }
}

const Database = loaded();
const folder = mkdtempSync(join(tmpdir(), 'bihuan-better-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const open = (file = join(folder, `${++files}.db`)): Opened => new Database!(file);

const within = async <Result>(database: Opened, work: (tx: Opened) => Promise<Result>): Promise<Result> => {
  database.exec('begin immediate');
  try {
    const result = await work(database);
    database.exec('commit');
    return result;
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
};

describe.skipIf(!Database)('better-sqlite3', () => {
  testStore('SQLite through better-sqlite3', {
    async create() {
      const database = open();
      let store = sqliteStore({ database });
      return {
        store,
        transaction: (work) => store.transaction(() => work(database)),
        async reopen() {
          await store.close();
          store = sqliteStore({ database });
          return store;
        },
        async close() {
          await store.close();
          database.close();
        },
      };
    },
  });

  testHost(
    'better-sqlite3',
    async () => {
      const [database, other] = [open(), open()];
      database.exec('create table inspections (id integer primary key, note text not null)');
      return {
        database: database as never,
        transaction: (work) => within(database, work),
        async query(_, text) {
          const statement = database.prepare(text);
          return statement.reader ? statement.all() : [statement.run()];
        },
        mistakes: { 'another database': other, 'the database, outside of a transaction': database },
        async close() {
          for (const each of [database, other]) each.close();
        },
      };
    },
    (database) => sqliteStore({ database: database as never }),
  );

  test('is reached by a Kysely of the host, too', async () => {
    const database = open();
    const store = sqliteStore({ database });
    const db = new Kysely<any>({ dialect: kyselyDialect(store) });
    await sql`create table inspections (note text)`.execute(db);
    await db.transaction().execute((trx) => trx.insertInto('inspections').values({ note: 'x' }).execute());
    expect(await db.selectFrom('inspections').selectAll().execute()).toEqual([{ note: 'x' }]);
    await store.close();
    database.close();
  });
});
