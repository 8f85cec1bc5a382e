import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysql2Pool } from '../hosts/index.ts';
import { hasMysql, mysqlDatabase } from '../servers.fixture.ts';
import { migrateMysql, mysqlStore } from './index.ts';

const nothing = { put: [], drop: [] };
const place = { tenant: 't', process: 'p', version: 1, unit: 'u', subjectType: null, subjectId: null, correlation: 'c', openSubject: null };
const rest = { revision: 1, states: 's', outcome: null, openedAtMs: 1, atMs: 1, dueAtMs: null, record: '{}', head: 'h' };
const opening = (id: string) => ({
  expectedRevision: 0,
  case: { ...place, ...rest, id },
  ...{ entries: [], timers: nothing, workItems: nothing, deliveries: [], terms: nothing, personal: nothing },
});

describe.skipIf(!hasMysql)('on MySQL or MariaDB, a connection that breaks', () => {
  let pool: mysql.Pool;
  let url = '';
  beforeAll(async () => {
    url = await mysqlDatabase();
    pool = mysql.createPool({ uri: url, connectionLimit: 2 });
    await migrateMysql(mysql2Pool(pool));
  });
  afterAll(() => pool?.end());

  /** A pool whose connections break just before or just after they have sent a statement. */
  const breaking = (when: 'before' | 'after', text: string) => {
    const database = mysql2Pool({
      execute: (...args) => pool.execute(...args) as never,
      async getConnection() {
        const connection = await pool.getConnection();
        const query = async (sent: string) => {
          if (sent !== text) return connection.query(sent) as never;
          if (when === 'after') await connection.query(sent);
          connection.destroy();
          return connection.query('select 1') as never;
        };
        return {
          query,
          execute: (...args: [string, any[]]) => connection.execute(...args) as never,
          release: () => connection.release(),
          destroy: () => connection.destroy(),
        };
      },
    });
    return mysqlStore(database);
  };

  test('while committing is STORE_UNCERTAIN, whether it was committed or not', async () => {
    await expect(breaking('before', 'commit').commit(opening('c1'))).rejects.toMatchObject({ code: 'STORE_UNCERTAIN' });
    await expect(breaking('after', 'commit').commit(opening('c2'))).rejects.toMatchObject({ code: 'STORE_UNCERTAIN' });
    const store = mysqlStore(mysql2Pool(pool));
    expect((await store.load({ tenant: 't', id: 'c1' })).case).toBeUndefined();
    expect((await store.load({ tenant: 't', id: 'c2' })).case).toMatchObject({ id: 'c2' });
    expect(await store.commit(opening('c1'))).toBe('committed');
    expect(await store.commit(opening('c2'))).toBe('conflict');
  });

  test('before it is STORE_BUSY: nothing was written', async () => {
    await expect(breaking('after', 'start transaction').commit(opening('c3'))).rejects.toMatchObject({ code: 'STORE_BUSY' });
    const nowhere = mysql.createPool('mysql://root@127.0.0.1:1/none');
    await expect(mysqlStore(mysql2Pool(nowhere)).load({ tenant: 't', id: 'c3' })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await nowhere.end();
  });
});
