import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errand } from '@bihuan/conformance';
import { createEngine, directoryOf } from '@bihuan/core';
import { type Generated, Kysely, sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { kyselyDialect, type SqliteOptions, type SqliteStore, type SqliteTransaction, sqliteStore } from './index.ts';

interface HostTables {
  inspections: { id: Generated<number>; note: string };
}

const folder = mkdtempSync(join(tmpdir(), 'bihuan-host-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const by = { tenant: 't', id: 'u1' };
const directory = directoryOf({ u1: [{ role: 'clerk', unit: '' }] });
const engineOn = (store: SqliteStore) => createEngine({ processes: [errand], store, directory });
const errandAt = (unit: string) => ({ by, unit, input: { title: 'post' } });

let files = 0;
let file = '';
beforeEach(() => {
  file = join(folder, `${++files}.db`);
});

/** A store in a file, a host table beside it, and the host's Kysely over both. */
async function setUp(options: SqliteOptions = { file }) {
  const store = sqliteStore(options);
  const db = new Kysely<HostTables>({ dialect: kyselyDialect(store) });
  await sql`create table inspections (id integer primary key, note text not null)`.execute(db);
  const engine = engineOn(store);
  const counts = async () => [(await db.selectFrom('inspections').selectAll().execute()).length, (await engine.find({ by })).length];
  return { store, db, engine, counts };
}

describe('a Kysely transaction of the host', () => {
  test('commits its rows and the case together', async () => {
    const { db, engine, counts } = await setUp();
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('inspections').values({ note: '楼道' }).execute();
      const opened = await engine.open(errand, { ...errandAt('a'), tx: trx });
      expect(opened.outcome).toBe('applied');
      if (opened.outcome === 'applied') expect((await engine.send(opened.case, 'begin', { by, tx: trx })).outcome).toBe('applied');
    });
    expect(await counts()).toEqual([1, 1]);
  });

  test('rolls back its rows and the case together', async () => {
    const { db, engine, counts } = await setUp();
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('inspections').values({ note: '楼道' }).execute();
      await engine.open(errand, { ...errandAt('a'), tx: trx });
      throw new Error('the host changed its mind');
    });
    await expect(failing).rejects.toThrow('the host changed its mind');
    expect(await counts()).toEqual([0, 0]);
  });

  test('rolls back to a savepoint, the case with it', async () => {
    const { db, engine, counts } = await setUp();
    const trx = await db.startTransaction().execute();
    await engine.open(errand, { ...errandAt('a'), tx: trx });
    const saved = await trx.savepoint('before').execute();
    await engine.open(errand, { ...errandAt('b'), tx: saved });
    await saved.rollbackToSavepoint('before').execute();
    await trx.commit().execute();
    expect(await counts()).toEqual([0, 1]);
    await expect(engine.open(errand, { ...errandAt('c'), tx: trx as never })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  test('keeps everything else waiting until it ends', async () => {
    const { db, engine } = await setUp();
    let meanwhile: Promise<readonly unknown[]> | undefined;
    await db.transaction().execute(async (trx) => {
      await engine.open(errand, { ...errandAt('a'), tx: trx });
      meanwhile = Promise.all([engine.find({ by }), db.selectFrom('inspections').selectAll().execute()]);
      await trx.insertInto('inspections').values({ note: 'later' }).execute();
    });
    const [cases, inspections] = (await meanwhile)!;
    expect([cases, inspections]).toMatchObject([[{ unit: 'a' }], [{ note: 'later' }]]);
  });

  test('is of no use once it has ended, even while another one is open', async () => {
    const { db, engine, counts } = await setUp();
    const ended = await db.transaction().execute(async (trx) => trx);
    const within = db.transaction().execute(() => engine.open(errand, { ...errandAt('a'), tx: ended }));
    await expect(within).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(await counts()).toEqual([0, 0]);
  });

  test('is refused when it runs on another database', async () => {
    const { engine } = await setUp();
    const other = await setUp({ file: ':memory:' });
    const foreign = other.db.transaction().execute((trx) => engine.open(errand, { ...errandAt('a'), tx: trx }));
    await expect(foreign).rejects.toMatchObject({ code: 'STORE_UNSUPPORTED' });
    await expect(engine.open(errand, { ...errandAt('a'), tx: other.db as never })).rejects.toMatchObject({ code: 'STORE_UNSUPPORTED' });
  });
});

describe('a transaction of the store', () => {
  test('gives the connection to the host, and commits with it', async () => {
    const { store, engine, counts } = await setUp();
    const id = await store.transaction(async (tx) => {
      tx.database.prepare('insert into inspections (note) values (?)').run('楼道');
      const opened = await engine.open(errand, { ...errandAt('a'), tx });
      return opened.outcome === 'applied' ? opened.case.id : undefined;
    });
    expect(await engine.get(id!, { by })).toMatchObject({ unit: 'a' });
    expect(await counts()).toEqual([1, 1]);
  });

  test('is of no use once it has ended', async () => {
    const { store, engine, counts } = await setUp();
    let kept: SqliteTransaction | undefined;
    await store.transaction((tx) => {
      kept = tx;
    });
    await expect(engine.open(errand, { ...errandAt('a'), tx: kept! })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(() => kept!.database).toThrow(/STORE_CLOSED/);
    expect(await counts()).toEqual([0, 0]);
  });

  test('fails when the host has ended it by itself', async () => {
    const { store, engine, counts } = await setUp();
    const ended = store.transaction(async (tx) => {
      await engine.open(errand, { ...errandAt('a'), tx });
      tx.database.exec('rollback');
    });
    await expect(ended).rejects.toThrow(/no transaction is active/);
    expect(await counts()).toEqual([0, 0]);
  });

  test('lets a call that forgot it wait for a bounded time', async () => {
    const { store, engine } = await setUp({ file, waitMs: 20 });
    const forgotten = store.transaction(() => engine.open(errand, errandAt('a')));
    await expect(forgotten).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await expect(store.transaction(() => store.transaction(() => 1))).rejects.toMatchObject({ code: 'STORE_BUSY' });
    expect((await engine.open(errand, errandAt('b'))).outcome).toBe('applied');
  });
});

describe("the host's own connection", () => {
  test('is used as it is, and stays open', async () => {
    const database = new DatabaseSync(':memory:', { readBigInts: true, returnArrays: true });
    const { store, engine, counts } = await setUp({ database });
    database.exec('begin');
    database.prepare('insert into inspections (note) values (?)').run('楼道');
    expect((await engine.open(errand, { ...errandAt('a'), tx: database })).outcome).toBe('applied');
    database.exec('rollback');
    expect((await engine.open(errand, errandAt('b'))).outcome).toBe('applied');
    expect((await counts())[1]).toBe(1);
    await store.close();
    expect(database.isOpen).toBe(true);
    database.close();
  });

  test('keeps other operations waiting while the host has a transaction open on it', async () => {
    const database = new DatabaseSync(':memory:');
    const { engine } = await setUp({ database });
    database.exec('begin');
    const waiting = engine.open(errand, errandAt('a'));
    database.exec('rollback');
    expect((await waiting).outcome).toBe('applied');
    database.close();
  });

  test('may be another one on the same file', async () => {
    const { engine, counts } = await setUp();
    const database = new DatabaseSync(file);
    database.exec('begin immediate');
    database.prepare('insert into inspections (note) values (?)').run('楼道');
    expect((await engine.open(errand, { ...errandAt('a'), tx: database })).outcome).toBe('applied');
    database.exec('commit');
    expect(await counts()).toEqual([1, 1]);
    await expect(engine.open(errand, { ...errandAt('b'), tx: database })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    database.close();
  });

  test('throws STORE_BUSY at once inside a transaction that another one blocks, and can go on', async () => {
    const { engine, counts } = await setUp();
    const [database, rival] = [new DatabaseSync(file), new DatabaseSync(file)];
    rival.exec('begin immediate');
    database.exec('begin');
    await expect(engine.open(errand, { ...errandAt('a'), tx: database })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    rival.exec('rollback');
    expect((await engine.open(errand, { ...errandAt('a'), tx: database })).outcome).toBe('applied');
    database.exec('commit');
    expect(await counts()).toEqual([0, 1]);
    database.close();
    rival.close();
  });
});

test('a commit that fails half-way leaves nothing, inside a transaction of the host or outside', async () => {
  const { store, engine, counts } = await setUp();
  await store.transaction((tx) => {
    tx.database.exec(
      `create trigger broken before insert on bihuan_work_items when new.unit = 'broken' begin select raise(abort, 'broken'); end`,
    );
  });
  await expect(engine.open(errand, { ...errandAt('broken'), key: 'k' })).rejects.toThrow('broken');
  expect(await counts()).toEqual([0, 0]);
  await store.transaction(async (tx) => {
    tx.database.exec(`insert into inspections (note) values ('kept')`);
    await expect(engine.open(errand, { ...errandAt('broken'), key: 'k', tx })).rejects.toThrow('broken');
    expect((await engine.open(errand, { ...errandAt('a'), key: 'k', tx })).outcome).toBe('applied');
  });
  expect(await counts()).toEqual([1, 1]);
  expect(await store.nextWakeMs({})).not.toBeNull();
});
