import { testStore } from '@bihuan/conformance';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { pgPool } from '../hosts/pg.ts';
import { serverHarness } from '../laws.fixture.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { migratePostgres, postgresStore } from './index.ts';
import { pgTransaction } from './pg-transaction.fixture.ts';

describe.skipIf(!hasPostgres)('on a real server', async () => {
  const pool = hasPostgres ? new pg.Pool({ connectionString: await postgresDatabase(), max: 20 }) : undefined!;
  afterAll(() => pool?.end());
  testStore(
    'PostgreSQL',
    serverHarness(async () => {
      const database = pgPool(pool);
      return {
        database,
        migrate: (tablePrefix) => migratePostgres(database, { tablePrefix }),
        open: (tablePrefix) => postgresStore(database, { tablePrefix }),
        transaction: (work) => pgTransaction(pool, work),
      };
    }),
  );
});
