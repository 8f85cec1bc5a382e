import { expect, it } from 'vitest';
import { by, desk, hour, li, startMs, wang, zhao } from './desk.fixture.ts';
import { applyPatch, type CaseRecord, foldJournal, hours, type JournalEntry, recordPatch } from './index.ts';
import { parcel } from './parcel.fixture.ts';
import { commitOf, type Sealed } from './seal.ts';

async function eventful() {
  const each = desk({ subscribers: { all: { handle() {} } } });
  const { engine, clock } = each;
  const c = await each.parcel({ unit: 'a/b', key: 'opening' });
  await engine.claim(c, { by: wang });
  await engine.send(c, 'check', { by: wang, key: 'k' });
  await engine.extend(c, { by: li, deadline: 'search', limit: hours(1), reason: 'r' });
  await engine.suspend(c, { by: zhao, reason: 'r' });
  clock.advance(13 * hour);
  await engine.resume(c, { by: zhao });
  await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 1 } });
  clock.advance(49 * hour);
  await engine.comment(c, { by: li, text: 'where is it?' });
  await engine.cancel(c, { by: by('root'), reason: 'r' });
  return { ...each, c };
}

it('law 2: the rows of a commit are those that its records give, computed anew', async () => {
  const { committed, rows, c } = await eventful();
  const entries = await rows(c.id);
  const recordAt = (revision: number): CaseRecord | null => (revision === 0 ? null : foldJournal(entries.slice(0, revision)));
  for (const commit of committed) {
    const last = commit.case.revision;
    const sealed: Sealed = {
      record: recordAt(last)!,
      head: commit.case.head,
      entry: entries[last - 1]!,
      deliveries: [],
      personal: [],
      erased: [],
    };
    const { case: row, timers, workItems } = commitOf(parcel, recordAt(commit.expectedRevision), [sealed]);
    expect({ row, timers, workItems }).toEqual({ row: commit.case, timers: commit.timers, workItems: commit.workItems });
    expect(commit.entries).toEqual(entries.slice(commit.expectedRevision, last));
    expect(commit.case).toMatchObject({ record: JSON.stringify(recordAt(last)), head: entries[last - 1]!.hash, unit: 'a/b' });
  }
  expect(committed.map((commit) => commit.entries.length)).toEqual([1, 1, 1, 1, 1, 2, 1, 3, 1]);
});

it('law 3: a commit is of one case, with everything that belongs to it', async () => {
  const { committed } = await eventful();
  for (const { case: row, entries, timers, workItems, deliveries } of committed) {
    const written = [...entries, ...timers.put, ...workItems.put, ...deliveries];
    expect(new Set(written.map((each) => `${each.tenant} ${each.case}`))).toEqual(new Set([`${row.tenant} ${row.id}`]));
  }
});

it('law 2: rows name only what came, changed or went', async () => {
  const { committed } = await eventful();
  const changes = committed.map(({ timers, workItems }) => ({
    put: timers.put.map((row) => row.timer),
    drop: timers.drop,
    work: [workItems.put.length, workItems.drop.length],
  }));
  expect(changes).toEqual([
    { put: ['received#remind', 'received#search'], drop: [], work: [2, 0] },
    { put: [], drop: [], work: [2, 1] },
    { put: [], drop: [], work: [0, 0] },
    { put: ['received#search'], drop: ['received#search'], work: [0, 0] },
    { put: ['received#search'], drop: ['received#search'], work: [0, 0] },
    { put: ['received#search'], drop: ['received#remind', 'received#search'], work: [2, 1] },
    { put: ['waiting#pickUp'], drop: ['received#search'], work: [1, 1] },
    { put: ['lost#search'], drop: ['waiting#pickUp'], work: [1, 1] },
    { put: [], drop: ['lost#search'], work: [0, 1] },
  ]);
});

it('law 10: deliveries are numbered in the order in which the entry names their messages', async () => {
  const { committed } = await eventful();
  for (const { entries, deliveries } of committed) {
    const named = entries.flatMap((row) =>
      (JSON.parse(row.entry) as JournalEntry).messages.map((name, index) => `${row.case}:${row.revision}:${index} ${name}`),
    );
    expect(deliveries.map((row) => `${row.id} ${row.name}`)).toEqual(named);
  }
});

it('law 8: a patch holds what changed, and only that', async () => {
  const { c, engine } = await eventful();
  const patches = (await engine.history(c, { by: li })).map((entry) => entry.patch);
  expect(patches[2]).toEqual({ set: { revision: 3, stateRevision: 3 }, maps: { context: { set: { checks: 1 } } } });
  expect(patches[10]).toEqual({ set: { revision: 11, atMs: startMs + 62 * hour }, maps: {} });
  expect(patches[11]?.maps).toEqual({ timers: { drop: ['lost#search'] }, workItems: { drop: ['lost'] } });
});

it('law 8: a patch applied gives the next record, bit for bit, whatever differs', async () => {
  const { c, rows } = await eventful();
  const entries = await rows(c.id);
  const records = entries.map((_row, index) => foldJournal(entries.slice(0, index + 1))!);
  for (const before of records) {
    for (const after of records)
      expect(JSON.stringify(sortedMaps(applyPatch(before, recordPatch(before, after))))).toBe(JSON.stringify(sortedMaps(after)));
  }
});

/** The order of keys in a map is that in which they came, which differs along another way. */
const sortedMaps = (record: CaseRecord): unknown =>
  Object.fromEntries(
    Object.entries(record).map(([field, value]) => [
      field,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
    ]),
  );
