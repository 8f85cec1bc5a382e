import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errand } from '@bihuan/conformance';
import { createEngine, directoryOf, type Store } from '@bihuan/core';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { sqliteStore } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'bihuan-connection-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
let file = '';
beforeEach(() => {
  file = join(folder, `${++files}.db`);
});

const by = { tenant: 't', id: 'u1' };
const directory = directoryOf({ u1: [{ role: 'clerk', unit: '' }] });
const openOn = async (store: Store<any>, key: string) =>
  (await createEngine({ processes: [errand], store, directory }).open(errand, { by, unit: 'a', input: { title: key }, key })).outcome;
const pragma = (database: DatabaseSync, name: string) => Object.values(database.prepare(`pragma ${name}`).get()!)[0];

test('a file is kept in WAL, synchronously in full unless told otherwise', async () => {
  const store = sqliteStore(file);
  const settings = await store.transaction(({ database }) =>
    ['journal_mode', 'synchronous', 'busy_timeout'].map((name) => pragma(database, name)),
  );
  expect(settings).toEqual(['wal', 2, 0]);
  expect(store.capabilities).toEqual({ hostTransaction: true, durable: true, readYourWritesQueries: true, wakeUps: false });
  await store.close();
  const faster = sqliteStore({ file, synchronous: 'normal' });
  expect(await faster.transaction(({ database }) => pragma(database, 'synchronous'))).toBe(1);
  const strict = sqliteStore(file);
  expect(await faster.transaction(({ database }) => pragma(database, 'synchronous'))).toBe(2);
  await Promise.all([faster.close(), strict.close()]);
});

test('stores on one file share a connection, however its path is spelled, and the last one closes it', async () => {
  const one = sqliteStore(file);
  symlinkSync(file, `${file}.link`);
  const two = sqliteStore(join(folder, '..', folder.split('/').at(-1)!, `${files}.db.link`));
  const [first, second] = [await one.transaction((tx) => tx.database), await two.transaction((tx) => tx.database)];
  expect(second).toBe(first);
  expect([await openOn(one, 'k'), await openOn(two, 'k')]).toEqual(['applied', 'replayed']);
  await one.close();
  await one.close();
  await expect(one.nextWakeMs({})).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  await expect(one.transaction(() => 1)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  expect(await openOn(two, 'k')).toBe('replayed');
  await two.close();
  expect(first.isOpen).toBe(false);
});

test('databases in memory are apart', async () => {
  const [one, two] = [sqliteStore(':memory:'), sqliteStore(':memory:')];
  expect([await openOn(one, 'k'), await openOn(two, 'k'), one.capabilities.durable]).toEqual(['applied', 'applied', false]);
});

test('waits for another connection without blocking, and throws STORE_BUSY when that lasts too long', async () => {
  const store = sqliteStore({ file, waitMs: 5_000 });
  const impatient = sqliteStore({ file, waitMs: 10 });
  const rival = new DatabaseSync(file);
  rival.exec('begin immediate');
  const waiting = openOn(store, 'k1');
  await expect(openOn(impatient, 'k2')).rejects.toMatchObject({ code: 'STORE_BUSY' });
  await expect(impatient.transaction(() => 1)).rejects.toMatchObject({ code: 'STORE_BUSY' });
  expect((await impatient.load({ tenant: 't', id: 'x' })).case).toBeUndefined();
  rival.exec('commit');
  expect(await waiting).toBe('applied');
  expect(await openOn(impatient, 'k2')).toBe('applied');
  rival.close();
});

test('many transactions come one after the other, in the order they were asked for', async () => {
  const store = sqliteStore(file);
  const order: number[] = [];
  const all = [0, 1, 2, 3].map((number) =>
    store.transaction(async (tx) => {
      order.push(number);
      await Promise.resolve();
      expect(tx.database.isTransaction).toBe(true);
      order.push(number);
      if (number === 2) throw new Error('no');
    }),
  );
  expect((await Promise.allSettled(all)).map((each) => each.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(order).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  await store.close();
});
