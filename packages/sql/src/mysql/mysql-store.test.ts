import { testStore } from '@bihuan/conformance';
import mysql from 'mysql2/promise';
import { afterAll, describe } from 'vitest';
import { mysql2Pool } from '../hosts/mysql2.ts';
import { serverHarness } from '../laws.fixture.ts';
import { hasMysql, mysqlDatabase } from '../servers.fixture.ts';
import { migrateMysql, mysqlStore } from './index.ts';

describe.skipIf(!hasMysql)('on a real server', async () => {
  const pool = hasMysql ? mysql.createPool({ uri: await mysqlDatabase(), connectionLimit: 20 }) : undefined!;
  afterAll(() => pool?.end());
  testStore(
    'MySQL or MariaDB',
    serverHarness(async () => {
      const database = mysql2Pool(pool);
      return {
        database,
        migrate: (tablePrefix) => migrateMysql(database, { tablePrefix }),
        open: (tablePrefix) => mysqlStore(database, { tablePrefix }),
        async transaction(work) {
          const connection = await pool.getConnection();
          try {
            await connection.beginTransaction();
            const result = await work(connection);
            await connection.commit();
            return result;
          } catch (error) {
            await connection.rollback();
            throw error;
          } finally {
            connection.release();
          }
        },
      };
    }),
  );
});
