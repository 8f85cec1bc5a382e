import pg from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pgPool, postgresJs } from '../hosts/index.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { migratePostgres, postgresStore } from './index.ts';
import { pgTransaction } from './pg-transaction.fixture.ts';

const nothing = { put: [], drop: [] };
const place = { tenant: 't', process: 'p', version: 1, unit: 'u', subjectType: null, subjectId: null, correlation: 'c', openSubject: null };
const rest = { revision: 1, states: 's', outcome: null, openedAtMs: 1, atMs: 1, dueAtMs: null, record: '{}', head: 'h' };
const message = { tenant: 't', subscriber: 's', revision: 1, index: 0, name: 'told', body: '{}', process: 'p', atMs: 1 };
const telling = (id: string) => ({
  expectedRevision: 0,
  case: { ...place, ...rest, id },
  ...{ entries: [], timers: nothing, workItems: nothing, terms: nothing, personal: nothing },
  deliveries: [{ ...message, id: `${id}:1:0`, case: id }],
});
const soon = { timeout: 10_000, interval: 5 };

describe.skipIf(!hasPostgres)('other nodes hear of messages', () => {
  let url = '';
  let pool: pg.Pool;
  beforeAll(async () => {
    url = await postgresDatabase();
    pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => {});
    await migratePostgres(pgPool(pool));
  });
  afterAll(() => pool?.end());

  test('that were committed, many of them with few notifications, and no longer once they have hung up', async () => {
    const [here, there] = [postgresStore(pgPool(pool), { wakeEveryMs: 1_000 }), postgresStore(pgPool(pool))];
    let rings = 0;
    const hangUp = await there.listen!(() => rings++);
    for (let n = 0; n < 20; n++) await here.commit(telling(`many-${n}`));
    await vi.waitFor(() => expect(rings).toBeGreaterThan(0), soon);
    expect(rings).toBeLessThan(5);
    await hangUp();
    const before = rings;
    await here.close();
    const other = postgresStore(pgPool(pool));
    await other.commit(telling('after'));
    await other.close();
    expect(rings).toBe(before);
  });

  test("of the host's transaction when it commits, and not when it rolls back", async () => {
    const store = postgresStore(pgPool(pool));
    let rings = 0;
    const hangUp = await store.listen!(() => rings++);
    await pgTransaction(pool, async (client) => {
      await store.commit(telling('rolled back'), client);
      throw new Error('no');
    }).catch(() => {});
    await pgTransaction(pool, async (client) => {
      await store.commit(telling('inside'), client);
      expect(rings).toBe(0);
    });
    await vi.waitFor(() => expect(rings).toBe(1), soon);
    await hangUp();
    await store.close();
  });

  test('on a connection that is made again when it breaks, and ring once for what they may have missed', async () => {
    const store = postgresStore(pgPool(pool));
    let rings = 0;
    const hangUp = await store.listen!(() => rings++);
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'`);
    await vi.waitFor(() => expect(rings).toBeGreaterThan(0), soon);
    const before = rings;
    await store.commit(telling('again'));
    await vi.waitFor(() => expect(rings).toBeGreaterThan(before), soon);
    await hangUp();
    await store.close();
  });

  test('through postgres.js, too', async () => {
    const client = postgres(url);
    const store = postgresStore(postgresJs(client));
    let rings = 0;
    const hangUp = await store.listen!(() => rings++);
    const before = rings;
    await store.commit(telling('by postgres.js'));
    await vi.waitFor(() => expect(rings).toBeGreaterThan(before), soon);
    await hangUp();
    await store.close();
    await client.end();
  });
});
