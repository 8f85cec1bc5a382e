import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlDialect } from '../dialects.ts';
import { mysql2Pool } from '../hosts/index.ts';
import { expectCarriedOver } from '../schema/carries-over.fixture.ts';
import { versionOne, versionOnePrefix } from '../schema/version-one.fixture.ts';
import { hasMysql, mysqlDatabase } from '../servers.fixture.ts';
import { checkSchema, migrateMysql, mysqlStore } from './index.ts';

describe.skipIf(!hasMysql)('the tables on MySQL or MariaDB', () => {
  let pool: mysql.Pool;
  beforeAll(async () => {
    pool = mysql.createPool({ uri: await mysqlDatabase(), connectionLimit: 8, multipleStatements: true });
  });
  afterAll(() => pool?.end());
  const load = (tablePrefix: string) => mysqlStore(mysql2Pool(pool), { tablePrefix }).load({ tenant: 't', id: 'x' });

  test('are brought from version 1 to the latest with every row', async () => {
    for (const text of versionOne(mysqlDialect)) await pool.query(text);
    const options = { tablePrefix: versionOnePrefix };
    await expect(load(versionOnePrefix)).rejects.toMatchObject({ code: 'STORE_SCHEMA', details: { version: 1, latestVersion: 2 } });
    await migrateMysql(mysql2Pool(pool), options);
    expect(await checkSchema(mysql2Pool(pool), options)).toMatchObject({ version: 2, missing: [], extra: [] });
    await expectCarriedOver(mysqlStore(mysql2Pool(pool), options));
  });

  test('are made once when many nodes start at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migrateMysql(mysql2Pool(pool), { tablePrefix: 'many_' })));
    expect(await checkSchema(mysql2Pool(pool), { tablePrefix: 'many_' })).toMatchObject({ missing: [], extra: [] });
  });

  test('are refused when they are missing, newer or altered, and what differs is named', async () => {
    await expect(load('none_')).rejects.toMatchObject({ code: 'STORE_SCHEMA', details: { version: 0 } });
    await migrateMysql(mysql2Pool(pool), { tablePrefix: 'odd_' });
    await pool.query(`alter table odd_cases add column note bigint; alter table odd_cases modify head varchar(190) character set utf8mb4 not null;
      drop index odd_journal_key on odd_journal; create index odd_host on odd_cases (head)`);
    const { code, details } = await load('odd_').catch((error) => error);
    expect(code).toBe('STORE_SCHEMA');
    expect(details.missing).toEqual(['column odd_cases.head varchar(190) bytewise not null', 'index odd_journal_key (tenant, key) unique']);
    expect(details.extra).toEqual([expect.stringContaining('column odd_cases.head'), 'column odd_cases.note bigint']);
    await pool.query('insert into odd_schema_version values (7)');
    await expect(load('odd_')).rejects.toMatchObject({ code: 'STORE_SCHEMA', details: { version: 7 } });
  });

  test('refuse what is longer than their columns, and cut nothing off', async () => {
    await migrateMysql(mysql2Pool(pool), { tablePrefix: 'long_' });
    const store = mysqlStore(mysql2Pool(pool), { tablePrefix: 'long_' });
    const place = {
      tenant: 't',
      id: 'x'.repeat(191),
      process: 'p',
      version: 1,
      unit: 'u',
      subjectType: null,
      subjectId: null,
      correlation: 'c',
    };
    const rest = {
      openSubject: null,
      revision: 1,
      states: 's',
      outcome: null,
      openedAtMs: 1,
      atMs: 1,
      dueAtMs: null,
      record: '{}',
      head: 'h',
    };
    const nothing = { put: [], drop: [] };
    const others = { entries: [], timers: nothing, workItems: nothing, deliveries: [], personal: nothing };
    const commit = (id: string, terms: readonly string[]) =>
      store.commit({ expectedRevision: 0, case: { ...place, ...rest, id }, ...others, terms: { put: terms, drop: [] } });
    await expect(commit(place.id, [])).rejects.toMatchObject({ code: 'CASE_CORRUPT', details: { field: 'id' } });
    await expect(commit('short', ['y'.repeat(191)])).rejects.toMatchObject({ code: 'CASE_CORRUPT', details: { field: 'term' } });
    expect((await store.load({ tenant: 't', id: 'short' })).case).toBeUndefined();
  });
});
