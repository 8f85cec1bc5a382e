import { type EngineHarness, engineOver, equivalence } from '@bihuan/conformance';
import { memoryStore } from '@bihuan/core';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import { onTestFinished, test } from 'vitest';
import { mysql2Pool, pgPool } from './hosts/index.ts';
import { migrateMysql, mysqlStore } from './mysql/index.ts';
import { migratePostgres, postgresStore } from './postgres/index.ts';
import { hasMysql, hasPostgres, mysqlDatabase, postgresDatabase } from './servers.fixture.ts';
import { sqliteStore } from './sqlite/index.ts';

let made = 0;

async function onPostgres(): Promise<EngineHarness> {
  const pool = new Pool({ connectionString: await postgresDatabase() });
  onTestFinished(() => pool.end());
  const database = pgPool(pool);
  return engineOver(async () => {
    const tablePrefix = `e${++made}_`;
    await migratePostgres(database, { tablePrefix });
    return postgresStore(database, { tablePrefix });
  });
}

async function onMysql(): Promise<EngineHarness> {
  const pool = createPool(await mysqlDatabase());
  onTestFinished(() => pool.end());
  const database = mysql2Pool(pool);
  return engineOver(async () => {
    const tablePrefix = `e${++made}_`;
    await migrateMysql(database, { tablePrefix });
    return mysqlStore(database, { tablePrefix });
  });
}

// The engine on Restate is compared with memory on the same schedules, in its own package.
test('laws 1, 2 and 8: every store makes the same journals, whatever is done in whatever order', async () => {
  await equivalence(
    {
      memory: engineOver(memoryStore),
      sqlite: engineOver(() => sqliteStore({ file: ':memory:' })),
      ...(hasPostgres && { postgres: await onPostgres() }),
      ...(hasMysql && { mysql: await onMysql() }),
    },
    { runs: 12 },
  );
});
