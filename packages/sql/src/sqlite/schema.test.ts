import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { sqliteDialect } from '../dialects.ts';
import { ddl } from '../index.ts';
import { expectCarriedOver } from '../schema/carries-over.fixture.ts';
import { versionOne, versionOnePrefix } from '../schema/version-one.fixture.ts';
import { checkSchema, migrateSqlite, sqliteStore } from './index.ts';

const opened: DatabaseSync[] = [];
const database = (...statements: readonly string[]): DatabaseSync => {
  const made = new DatabaseSync(':memory:');
  opened.push(made);
  for (const statement of statements) made.exec(statement);
  return made;
};
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

const schemaOf = (from: DatabaseSync) => from.prepare('select type, name, tbl_name, sql from sqlite_master order by name').all();
const problemOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

test('migrating and running the statements of ddl make the same schema', () => {
  const migrated = database();
  sqliteStore({ database: migrated, tablePrefix: 'gov_' });
  expect(schemaOf(database(ddl({ dialect: 'sqlite', tablePrefix: 'gov_' })))).toEqual(schemaOf(migrated));
});

test('opens what the host has created by itself, and what is there already', async () => {
  const host = database(ddl({ dialect: 'sqlite' }), 'create index host_index on bihuan_cases (head)', 'create table bihuan_other (x)');
  sqliteStore({ database: host, migrate: false });
  sqliteStore({ database: host });
  await migrateSqlite({ database: host });
  expect(host.prepare('select version from bihuan_schema_version').all()).toEqual([{ version: 1 }, { version: 2 }]);
});

test('refuses a database without tables, unless it may create them', () => {
  expect(problemOf(() => sqliteStore({ database: database(), migrate: false }))).toMatchObject({
    code: 'STORE_SCHEMA',
    details: { version: 0, latestVersion: 2 },
  });
});

test('refuses a database of a newer version', () => {
  const newer = database(ddl({ dialect: 'sqlite' }), 'insert into bihuan_schema_version values (7)');
  expect(problemOf(() => sqliteStore({ database: newer }))).toMatchObject({ code: 'STORE_SCHEMA', details: { version: 7 } });
});

test('refuses tables that were altered, and names what differs', () => {
  const altered = database(
    ddl({ dialect: 'sqlite' }),
    'alter table bihuan_cases add column note text',
    'alter table bihuan_timers rename column error to problem',
    'drop index bihuan_journal_key',
    'drop index bihuan_timers_wake; create index bihuan_timers_wake on bihuan_timers (wake_at_ms)',
    'drop table bihuan_work_items',
  );
  const { code, details } = problemOf(() => sqliteStore({ database: altered })) as { code: string; details: Record<string, string[]> };
  expect(code).toBe('STORE_SCHEMA');
  expect(details['extra']).toEqual(['column bihuan_cases.note text', 'column bihuan_timers.problem text not null']);
  expect(details['missing']).toContain('index bihuan_journal_key (tenant, key) unique where key is not null');
  expect(details['missing']).toContain('index bihuan_timers_wake (wake_at_ms) where wake_at_ms is not null');
  expect(details['missing']!.filter((line) => line.startsWith('column')).map((line) => line.split(' ')[1]!.split('.')[0])).toContain(
    'bihuan_work_items',
  );
});

test('refuses a file that is no database, and options that are none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-schema-'));
  writeFileSync(
    join(folder, 'x.db'),
    'not a database, but a text that is long enough to be read as a header of a database page'.repeat(10),
  );
  expect(problemOf(() => sqliteStore(join(folder, 'x.db')))).toMatchObject({ code: 'STORE_SCHEMA' });
  rmSync(folder, { recursive: true });
  expect(problemOf(() => sqliteStore({ database: 'x.db' as never }))).toMatchObject({ code: 'OPTION_INVALID' });
  expect(problemOf(() => sqliteStore('/no/such/folder/x.db'))).toMatchObject({ code: 'OPTION_INVALID' });
  expect(problemOf(() => sqliteStore({ file: ':memory:', tablePrefix: 'x"; drop' }))).toMatchObject({ code: 'OPTION_INVALID' });
  expect(problemOf(() => ddl({ dialect: 'sqlite', tablePrefix: '1x' }))).toMatchObject({ code: 'OPTION_INVALID' });
});

test('stores of different prefixes in one database know nothing of each other', async () => {
  const shared = database();
  const [one, two] = ['one_', 'two_'].map((tablePrefix) => sqliteStore({ database: shared, tablePrefix }));
  const row = { tenant: 't', id: 'c', process: 'p', version: 1, unit: '', subjectType: null, subjectId: null, correlation: 'c' };
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
  const none = { put: [], drop: [] };
  const nothing = { entries: [], timers: none, workItems: none, deliveries: [], terms: none, personal: none };
  await one!.commit({ expectedRevision: 0, case: { ...row, ...rest }, ...nothing });
  expect((await one!.load({ tenant: 't', id: 'c' })).case).toEqual({ ...row, ...rest });
  expect((await two!.load({ tenant: 't', id: 'c' })).case).toBeUndefined();
});

test('a database of version 1 is brought to the latest with every row', async () => {
  const old = database(...versionOne(sqliteDialect));
  const options = { database: old, tablePrefix: versionOnePrefix };
  expect(problemOf(() => sqliteStore({ ...options, migrate: false }))).toMatchObject({ code: 'STORE_SCHEMA', details: { version: 1 } });
  await expectCarriedOver(sqliteStore(options));
});

test('checkSchema says what differs, and changes nothing', async () => {
  const database_ = database();
  const options = { database: database_ };
  expect(await checkSchema(options)).toMatchObject({ version: 0, missing: [], extra: [] });
  await sqliteStore(options).close();
  expect(await checkSchema(options)).toMatchObject({ version: 2, latestVersion: 2, missing: [], extra: [] });
  database_.exec('drop index bihuan_journal_key; alter table bihuan_cases add column colour text');
  const { missing, extra } = await checkSchema(options);
  expect([missing.length, missing[0]]).toEqual([1, expect.stringContaining('bihuan_journal_key')]);
  expect([extra.length, extra[0]]).toEqual([1, expect.stringContaining('colour')]);
});
