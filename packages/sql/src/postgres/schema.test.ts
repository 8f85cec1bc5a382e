import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresDialect } from '../dialects.ts';
import { pgPool } from '../hosts/index.ts';
import { ddl } from '../index.ts';
import { expectCarriedOver } from '../schema/carries-over.fixture.ts';
import { versionOne, versionOnePrefix } from '../schema/version-one.fixture.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { checkSchema, migratePostgres, postgresStore } from './index.ts';

describe.skipIf(!hasPostgres)('the tables on PostgreSQL', () => {
  let pool: pg.Pool;
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: await postgresDatabase(), max: 8 });
  });
  afterAll(() => pool?.end());
  const load = (options: Parameters<typeof postgresStore>[1]) => postgresStore(pgPool(pool), options).load({ tenant: 't', id: 'x' });

  test('are brought from version 1 to the latest with every row', async () => {
    for (const text of versionOne(postgresDialect)) await pool.query(text);
    const options = { tablePrefix: versionOnePrefix };
    await expect(load(options)).rejects.toMatchObject({ code: 'STORE_SCHEMA', details: { version: 1, latestVersion: 2 } });
    await migratePostgres(pgPool(pool), options);
    expect(await checkSchema(pgPool(pool), options)).toMatchObject({ version: 2, missing: [], extra: [] });
    await expectCarriedOver(postgresStore(pgPool(pool), options));
  });

  test('are made once when many nodes start at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migratePostgres(pgPool(pool), { tablePrefix: 'many_' })));
    expect(await checkSchema(pgPool(pool), { tablePrefix: 'many_' })).toMatchObject({ missing: [], extra: [] });
  });

  test('may be in a schema of their own, made by the statements of ddl', async () => {
    await pool.query(`create schema gov; ${ddl({ dialect: 'postgres', schema: 'gov' })}`);
    expect(await checkSchema(pgPool(pool), { schema: 'gov' })).toMatchObject({ version: 2, missing: [], extra: [] });
    expect((await load({ schema: 'gov' })).case).toBeUndefined();
  });

  test('are refused when they are missing, newer or altered, and what differs is named', async () => {
    await expect(load({ tablePrefix: 'none_' })).rejects.toMatchObject({ code: 'STORE_SCHEMA', details: { version: 0 } });
    await migratePostgres(pgPool(pool), { tablePrefix: 'odd_' });
    await pool.query(`alter table odd_cases add column note text; alter table odd_timers alter column due_at_ms type integer;
      drop index odd_journal_key; create index odd_host on odd_cases (head); alter table odd_personal alter column salt drop not null`);
    const { code, details } = await load({ tablePrefix: 'odd_' }).catch((error) => error);
    expect(code).toBe('STORE_SCHEMA');
    expect(details).toMatchObject({
      missing: [
        'column odd_timers.due_at_ms bigint',
        'column odd_personal.salt text c not null',
        'index odd_journal_key (tenant, key) unique where key is not null',
      ],
      extra: expect.arrayContaining([
        'column odd_cases.note text',
        'column odd_timers.due_at_ms integer',
        'column odd_personal.salt text c',
      ]),
    });
    await pool.query('insert into odd_schema_version values (7)');
    await expect(load({ tablePrefix: 'odd_' })).rejects.toMatchObject({ code: 'STORE_SCHEMA', details: { version: 7 } });
  });

  test('have names that are checked', async () => {
    const bad = [{ tablePrefix: 'x"; drop' }, { schema: 'Gov' }, { schema: '' }];
    for (const options of bad)
      expect(() => postgresStore(pgPool(pool), options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => postgresStore(pool as never)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => ddl({ dialect: 'mysql', schema: 'gov' })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => ddl({ dialect: 'sqlite', rowLevelSecurity: true })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => ddl({ dialect: 'oracle' as never })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });
});
