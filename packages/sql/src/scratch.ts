import { createEngine, directoryOf, memoryStore } from '@bihuan/core';
import { sqliteStore, kyselyDialect } from '@bihuan/sql/sqlite';
import { Kysely, sql } from 'kysely';
import { rmSync } from 'node:fs';
import { parcel } from '../../core/src/parcel.fixture.ts';
const directory = directoryOf({ u1: [{ role: 'clerk', unit: '' }, {role:'checker', unit:''}], u2: [{ role: 'checker', unit: '' }] });
for (const synchronous of ['full', 'normal', 'memory', 'ref'] as const) {
  for (const s of ['', '-wal', '-shm']) rmSync('/tmp/t.db' + s, { force: true });
  const store = synchronous === 'ref' ? memoryStore() : sqliteStore(synchronous === 'memory' ? ':memory:' : { file: '/tmp/t.db', synchronous });
  const engine = createEngine<any>({ processes: [parcel], store, directory });
  const by = { tenant: 't', id: 'u1' };
  const ids: string[] = [];
  const K = 200, N = 4000;
  let t = performance.now();
  for (let i = 0; i < K; i++) { const r: any = await engine.open(parcel, { by, unit: 'a/b', input: { weight: 1 }, key: 'o' + i }); ids.push(r.case.id); }
  console.log(synchronous, 'open', (K / ((performance.now() - t) / 1000)).toFixed(0));
  t = performance.now();
  for (let i = 0; i < N; i++) { const r: any = await engine.send(ids[i % K]! as any, 'stay' as never, { by, key: 'k' + i } as never); if (r.outcome !== 'applied') throw new Error(JSON.stringify(r)); }
  console.log(synchronous, 'send', (N / ((performance.now() - t) / 1000)).toFixed(0));
  t = performance.now();
  console.log((await engine.verifyJournal(ids[0]!, { by }))!.faults, (await engine.find({ by })).length, (await engine.worklist({ by, limit: 5 })).length, await store.nextWakeMs());
  if (synchronous === 'memory') {
    const db = new Kysely<any>({ dialect: kyselyDialect(store as any) });
    await sql`create table inspections (id integer primary key, note text)`.execute(db);
    await db.transaction().execute(async (trx) => { await trx.insertInto('inspections').values({ note: 'x' }).execute(); console.log((await engine.open(parcel, { by, unit: 'a', input: { weight: 1 }, tx: trx })).outcome); });
    await db.transaction().execute(async (trx) => { await trx.insertInto('inspections').values({ note: 'y' }).execute(); console.log((await engine.open(parcel, { by, unit: 'a', input: { weight: 1 }, tx: trx })).outcome); throw new Error('no') }).catch((e) => console.log(e.message));
    console.log(await db.selectFrom('inspections').selectAll().execute(), (await engine.find({ by, unit: 'a', limit: 1000 })).length);
  }
  await store.close();
}
