import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namesOf, statement } from '../dialect.ts';
import { postgresDialect } from '../dialects.ts';
import { pgPool } from '../hosts/index.ts';
import { hotQueries } from '../hot-queries.fixture.ts';
import { manyRows } from '../many-rows.fixture.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { commitText } from './commit-text.ts';
import { migratePostgres } from './index.ts';

/** One large tenant among many small ones: a statement is planned for any of them. */
const tenant = "case when n % 2 = 0 then 't' else 't' || n % 50 end";
const names = namesOf({ tablePrefix: 'bihuan_' });

describe.skipIf(!hasPostgres)('on PostgreSQL', () => {
  let client: pg.Client;
  let version = 0;
  beforeAll(async () => {
    const url = await postgresDatabase();
    const pool = new pg.Pool({ connectionString: url });
    await migratePostgres(pgPool(pool));
    await pool.end();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const text of manyRows(postgresDialect, names, 20_000, tenant)) await client.query(text);
    await client.query('vacuum analyze');
    version = Number((await client.query(`select current_setting('server_version_num') as v`)).rows[0].v);
  });
  afterAll(() => client?.end());

  const commits = [true, false].map((isNew) => [isNew ? 'opening a case' : 'a commit', commitText(names, isNew)] as const);

  test.each([...hotQueries(postgresDialect, names), ...commits])('%s reads no table from end to end', async (...[, written]) => {
    // Older versions cannot plan a statement without its values.
    if (version < 160_000) return;
    const plan = await client.query(`explain (generic_plan, format text) ${statement(postgresDialect, written).text}`);
    expect(plan.rows.map((row) => row['QUERY PLAN']).filter((line) => /Seq Scan on bihuan_/.test(line))).toEqual([]);
  });
});
