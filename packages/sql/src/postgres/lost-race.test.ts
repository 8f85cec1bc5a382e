import type { Commit } from '@bihuan/core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pgPool } from '../hosts/index.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { migratePostgres, postgresStore } from './index.ts';
import { pgTransaction } from './pg-transaction.fixture.ts';

const nothing = { put: [], drop: [] };

function opening(id: string, openSubject: string): Commit {
  const place = { tenant: 't', id, process: 'p', version: 1, unit: 'u', subjectType: null, subjectId: null, correlation: id, openSubject };
  const rest = { revision: 1, states: 's', outcome: null, openedAtMs: 1, atMs: 1, dueAtMs: null, record: '{}', head: 'h' };
  const entry = {
    tenant: 't',
    case: id,
    revision: 1,
    kind: 'open',
    key: `key of ${id}`,
    actor: 'u1',
    atMs: 1,
    entry: '{}',
    hash: 'h',
  } as const;
  const others = { timers: nothing, workItems: nothing, deliveries: [], terms: { put: ['x'], drop: [] }, personal: nothing };
  return { expectedRevision: 0, case: { ...place, ...rest }, entries: [entry], ...others };
}

describe.skipIf(!hasPostgres)('a race for a subject that is lost when the entry is written already', () => {
  let pool: pg.Pool;
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: await postgresDatabase() });
    await migratePostgres(pgPool(pool));
  });
  afterAll(() => pool?.end());

  const waits = () =>
    vi.waitFor(
      async () => {
        const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect((await pool.query(waiting)).rowCount).toBe(1);
      },
      { timeout: 10_000, interval: 5 },
    );
  const leftOf = async (id: string) => (await pool.query('select 1 from bihuan_journal where case_id = $1', [id])).rowCount;

  test('is answered, and leaves nothing', async () => {
    const store = postgresStore(pgPool(pool));
    let loser: Promise<string> | undefined;
    await pgTransaction(pool, async (client) => {
      expect(await store.commit(opening('winner', 'house-1'), client)).toBe('committed');
      loser = store.commit(opening('loser', 'house-1'));
      await waits();
    });
    expect(await loser).toBe('subject-taken');
    expect(await leftOf('loser')).toBe(0);
  });

  test("is answered inside the host's transaction, which goes on", async () => {
    const store = postgresStore(pgPool(pool));
    let loser: Promise<string> | undefined;
    let winnerIsThere = () => {};
    const winner = new Promise<void>((resolve) => {
      winnerIsThere = resolve;
    });
    const losing = pgTransaction(pool, async (client) => {
      await winner;
      loser = store.commit(opening('loser 2', 'house-2'), client);
      expect(await loser).toBe('subject-taken');
      expect(await store.commit(opening('other', 'house-3'), client)).toBe('committed');
    });
    await pgTransaction(pool, async (client) => {
      expect(await store.commit(opening('winner 2', 'house-2'), client)).toBe('committed');
      winnerIsThere();
      await waits();
    });
    await losing;
    expect([await leftOf('loser 2'), await leftOf('other')]).toEqual([0, 1]);
  });
});
