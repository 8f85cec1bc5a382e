import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Acknowledged, checkAftermath, errand } from '@bihuan/conformance';
import { createEngine, directoryOf, type Message } from '@bihuan/core';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'bihuan-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const by = { tenant: 'north', id: 'u1' };

it('law 3: a full disk refuses what does not fit, whole, and loses nothing; with room again, everything goes on', async () => {
  const database = new DatabaseSync(join(folder, 'full.db'));
  database.exec('pragma journal_mode = wal');
  const store = sqliteStore({ database });
  const received: Message[] = [];
  const acknowledged: Acknowledged[] = [];
  const engine = createEngine({
    processes: [errand],
    store,
    directory: directoryOf({ u1: [{ role: 'clerk', unit: '' }] }),
    subscribers: { host: { handle: (message) => void received.push(message) } },
  });
  const pages = () => (database.prepare('pragma page_count').get() as { readonly page_count: number }).page_count;

  let refused = 0;
  for (let round = 0; round < 5; round++) {
    await engine.open(errand, { by, unit: 'a', input: { title: 'x' }, id: `c${round}`, key: `open ${round}` });
    await engine.send(`c${round}`, 'begin' as never, { by } as never);
    database.exec(`pragma max_page_count = ${pages() + 12}`);
    for (let index = 0; ; index++) {
      const key = `note ${round} ${index}`;
      const sent = await engine
        .send(`c${round}`, 'note' as never, { by, key, payload: { text: key.padEnd(300, '.') } } as never)
        .catch((error: { readonly code?: string }) => error.code);
      if (typeof sent === 'object' && sent.outcome === 'applied') acknowledged.push({ key, case: `c${round}`, revision: sent.revision });
      else {
        expect(sent).toBe('STORE_FULL');
        refused += 1;
        break;
      }
    }
    database.exec('pragma max_page_count = 100000');
  }
  expect(refused).toBe(5);
  expect(acknowledged.length).toBeGreaterThan(20);
  await engine.relay();
  await checkAftermath({ store, acknowledged, received, isDone: true });
  await store.close();
  database.close();
});
