import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bind, namesOf, statement } from '../dialect.ts';
import { mysqlDialect } from '../dialects.ts';
import { mysql2Pool } from '../hosts/index.ts';
import { hotQueries } from '../hot-queries.fixture.ts';
import { manyRows } from '../many-rows.fixture.ts';
import { tenantTables } from '../schema/tables.ts';
import { hasMysql, mysqlDatabase } from '../servers.fixture.ts';
import { migrateMysql } from './index.ts';

const names = namesOf({ tablePrefix: 'bihuan_' });

describe.skipIf(!hasMysql)('on MySQL or MariaDB', () => {
  let pool: mysql.Pool;
  beforeAll(async () => {
    pool = mysql.createPool({ uri: await mysqlDatabase(), connectionLimit: 1 });
    await migrateMysql(mysql2Pool(pool));
    // Each of the two servers knows one of the settings that let a series be this long.
    for (const text of manyRows(mysqlDialect, names, 5_000))
      await pool.query(text).catch((error) => {
        if (!text.startsWith('set session')) throw error;
      });
    await pool.query(`analyze table ${tenantTables.map((name) => `bihuan_${name}`).join(', ')}`);
  });
  afterAll(() => pool?.end());

  test.each(hotQueries(mysqlDialect, names))('%s reads no table from end to end', async (_, written, parameters) => {
    const { text, values } = bind(statement(mysqlDialect, written), parameters);
    const [steps] = (await pool.query(`explain ${text}`, values)) as unknown as [readonly Record<string, unknown>[]];
    // An insert has a row of its own, which reads nothing.
    const isOurs = ({ table }: Record<string, unknown>) => /^(bihuan_\w+|earlier|[wcdjtlk])$/.test(String(table));
    const scans = steps.filter(
      (step) => isOurs(step) && step['type'] === 'ALL' && !(step['select_type'] === 'INSERT' || step['id'] === null),
    );
    expect(scans.filter((step) => !/^insert/i.test(text) || step['rows'] !== null)).toEqual([]);
  });
});
