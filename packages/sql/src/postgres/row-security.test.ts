import { testStore } from '@bihuan/conformance';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { pgPool } from '../hosts/index.ts';
import { serverHarness } from '../laws.fixture.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { migratePostgres, postgresStore } from './index.ts';
import { pgTransaction } from './pg-transaction.fixture.ts';

/** The owner makes the tables; the store comes in as somebody to whom the policies apply. */
const somebody = `bihuan_somebody_${process.pid}`;

describe.skipIf(!hasPostgres)('with row-level security', async () => {
  const url = hasPostgres ? await postgresDatabase() : 'postgres://nowhere/none';
  const owner = new pg.Pool({ connectionString: url, max: 2 });
  const pool = new pg.Pool({ connectionString: url, max: 20, options: `-c role=${somebody}` });
  if (hasPostgres) {
    await owner.query(`create role ${somebody}; grant usage on schema public to ${somebody};
      alter default privileges in schema public grant select, insert, update, delete on tables to ${somebody}`);
  }
  afterAll(async () => {
    await pool.end();
    if (hasPostgres) await owner.query(`drop owned by ${somebody}; drop role ${somebody}`);
    await owner.end();
  });
  const migrate = (tablePrefix: string) => migratePostgres(pgPool(owner), { tablePrefix, rowLevelSecurity: true });

  testStore(
    'PostgreSQL with row-level security',
    serverHarness(async () => ({
      database: pgPool(pool),
      migrate,
      open: (tablePrefix) => postgresStore(pgPool(pool), { tablePrefix, rowLevelSecurity: true }),
      transaction: (work) => pgTransaction(pool, work),
      empty: pgPool(owner),
    })),
  );

  test('a query that names no tenant sees nothing, and one that does sees the rows of that tenant', async () => {
    // The tables were there before somebody thought of policies.
    await migratePostgres(pgPool(owner), { tablePrefix: 'seen_' });
    await migrate('seen_');
    await owner.query(`insert into seen_terms values ('north', 'a', 'c1'), ('south', 'a', 'c2')`);
    const seen = async (tenant?: string) =>
      pgTransaction(pool, async (client) => {
        if (tenant !== undefined) await client.query(`select set_config('bihuan.tenant', $1, true)`, [tenant]);
        return (await client.query('select tenant from seen_terms order by tenant')).rows.map((row) => row.tenant);
      });
    expect([await seen(), await seen('north'), await seen('west'), await seen('*')]).toEqual([[], ['north'], [], ['north', 'south']]);
    await expect(pool.query(`insert into seen_terms values ('north', 'b', 'c1')`)).rejects.toThrow(/row-level security/);
  });

  test("leaves the host's transaction with the tenant the host had named", async () => {
    await migrate('named_');
    const store = postgresStore(pgPool(pool), { tablePrefix: 'named_', rowLevelSecurity: true });
    await pgTransaction(pool, async (client) => {
      await client.query(`select set_config('bihuan.tenant', 'west', true)`);
      await store.load({ tenant: 'north', id: 'x' }, client);
      expect((await client.query(`select current_setting('bihuan.tenant') as named`)).rows).toEqual([{ named: 'west' }]);
    });
  });
});
