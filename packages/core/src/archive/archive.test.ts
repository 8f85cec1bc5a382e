import { describe, expect, it } from 'vitest';
import { by, day, desk, hour, li, root, startMs, wang, zhao } from '../desk.fixture.ts';
import { createEngine, digestWith, memoryStore } from '../index.ts';
import { copyCases, exportAnchors, exportClosed, removeArchived, restoreArchived, verifyLine, withoutPersonal } from './index.ts';

const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
};

/** Two cases that were handed over, the second of them later, and one that is open. */
async function office(options: Parameters<typeof desk>[0] = {}) {
  const on = desk(options);
  const handed = async (id: string) => {
    await on.parcel({ id, key: `open ${id}` });
    await on.engine.send(id, 'check', { by: wang });
    await on.engine.send(id, 'assign', { by: li, payload: { handler: 'li', days: 1 } });
    await on.engine.send(id, 'handOver', { by: li });
  };
  await handed('a');
  on.clock.advance(day);
  await handed('b');
  await on.parcel({ id: 'open' });
  return on;
}

describe('exportClosed', () => {
  it('writes a line for every closed case that has been quiet, and removes nothing', async () => {
    const { engine, store } = await office();
    const lines = await all(exportClosed(engine, { by: root, quietSinceMs: startMs + hour }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(await all(exportClosed(engine, { by: root, quietSinceMs: startMs + 9 * day, process: 'parcel' }))).toHaveLength(2);
    expect(await all(exportClosed(engine, { by: root, quietSinceMs: startMs + 9 * day, process: 'other' }))).toEqual([]);
    expect((await store.load({ tenant: 't', id: 'a' })).case).toBeDefined();
    await expect(all(exportClosed(engine, { by: li, quietSinceMs: 0 }))).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
  });

  it('law 11: a line is verified by itself, and every change to it is found', async () => {
    const { engine } = await office({ journalKey: 'secret' });
    const [line] = await all(exportClosed(engine, { by: root, quietSinceMs: startMs + hour }));
    expect(verifyLine(line!, digestWith('secret'))).toMatchObject({ case: 'a', entries: 4, faults: [] });
    expect(verifyLine(line!, digestWith('guess')).faults).not.toEqual([]);
    for (const [from, to] of [
      ['wang', 'wong'],
      ['handed', 'landed'],
    ])
      expect(verifyLine(line!.replace(from!, to!), digestWith('secret')).faults.length).toBeGreaterThan(0);
    expect(() => verifyLine('{"archive":"bihuan case"}', digestWith(undefined))).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_INVALID' }),
    );
    expect(() => verifyLine('not json', digestWith(undefined))).toThrow(expect.objectContaining({ code: 'ARCHIVE_INVALID' }));
  });
});

describe('removeArchived and restoreArchived', () => {
  it('a case that was removed comes back bit for bit, and goes on', async () => {
    const { engine, store, row } = await office();
    const [line] = await all(exportClosed(engine, { by: root, quietSinceMs: startMs + hour }));
    await engine.relay();
    const [before, journal] = [await row('a'), await store.history({ tenant: 't', id: 'a' })];
    expect(await removeArchived(engine, line!, { by: root })).toBe('removed');
    expect(await engine.get('a', { by: li })).toBeUndefined();
    expect(await restoreArchived(engine, line!, { by: root })).toBe('restored');
    expect([await row('a'), await store.history({ tenant: 't', id: 'a' })]).toEqual([before, journal]);
    expect(await engine.find({ by: li, state: 'handed' })).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    expect(await restoreArchived(engine, line!, { by: root })).toBe('taken');
    expect(
      (await engine.open((await office()).settings.processes[0]!, { by: li, unit: '', input: { weight: 2 }, key: 'open a' })).outcome,
    ).toBe('replayed');
    expect(await engine.send('a', 'reopen', { by: zhao, payload: { reason: 'r' } })).toMatchObject({ outcome: 'applied' });
  });

  it('a case that went on, or of which a message waits, stays', async () => {
    const subscribers = { sms: { handle: () => Promise.reject(new Error('no line')) } };
    const { engine } = await office({ subscribers });
    const [line] = await all(exportClosed(engine, { by: root, quietSinceMs: startMs + hour }));
    expect(await removeArchived(engine, line!, { by: root })).toBe('undelivered');
    await engine.comment('a', { by: li, text: 'wait' });
    expect(await removeArchived(engine, line!, { by: root })).toBe('changed');
  });

  it('an altered line removes and restores nothing', async () => {
    const { engine, settings } = await office();
    const [line] = await all(exportClosed(engine, { by: root, quietSinceMs: startMs + hour }));
    const altered = line!.replaceAll('wang', 'wong');
    await expect(removeArchived(engine, altered, { by: root })).rejects.toMatchObject({ code: 'ARCHIVE_INVALID', details: { case: 'a' } });
    const other = createEngine({ ...settings, store: memoryStore() });
    await expect(restoreArchived(other, altered, { by: root })).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    await expect(restoreArchived(other, line!, { by: by('root', 'u') })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    expect(await other.find({ by: li })).toEqual([]);
  });

  it('without personal fields the line is still whole', async () => {
    const { engine } = await office();
    const [line] = await all(exportClosed(engine, { by: root, quietSinceMs: startMs + hour }));
    expect(verifyLine(withoutPersonal(line!), digestWith(undefined)).faults).toEqual([]);
  });
});

describe('copyCases', () => {
  it('copies open and closed cases to another store, where they go on with their deadlines', async () => {
    const { engine, settings, store, clock } = await office({ subscribers: { sms: { handle: () => {} } } });
    const target = memoryStore();
    const other = createEngine({ ...settings, store: target });
    await expect(copyCases(engine, other, { by: root })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await engine.claim('open', { by: wang });
    await engine.relay();
    expect(await copyCases(engine, other, { by: root })).toEqual({ copied: 3, taken: [] });
    expect(await copyCases(engine, other, { by: root })).toEqual({ copied: 0, taken: ['a', 'b', 'open'] });
    const at = { tenant: 't', id: 'open' };
    expect([await target.load(at), await target.history(at)]).toEqual([await store.load(at), await store.history(at)]);
    expect(await other.worklist({ by: wang })).toEqual(await engine.worklist({ by: wang }));
    clock.advance(13 * hour);
    expect(await other.runDue()).toEqual(await engine.runDue());
    await expect(copyCases(engine, other, { by: li })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
  });

  it('law 11: takes over no case whose journal was altered', async () => {
    const { engine, settings, store } = await office();
    const altered = {
      ...store,
      history: async (at: Parameters<typeof store.history>[0]) => (await store.history(at)).map((row) => ({ ...row, hash: 'x' })),
    };
    const from = createEngine({ ...settings, store: altered });
    const target = memoryStore();
    await expect(copyCases(from, createEngine({ ...settings, store: target }), { by: root })).rejects.toMatchObject({
      code: 'ARCHIVE_INVALID',
    });
    expect((await target.load({ tenant: 't', id: 'a' })).case).toBeUndefined();
    expect(await engine.get('a', { by: li })).toBeDefined();
  });
});

describe('exportAnchors', () => {
  it('law 11: what is rewritten after they were kept is found by them', async () => {
    const { engine } = await office();
    const anchors = await all(exportAnchors(engine, { by: root }));
    expect(anchors.map((anchor) => [anchor.case, anchor.revision])).toEqual([
      ['a', 4],
      ['b', 4],
      ['open', 1],
    ]);
    for (const anchor of anchors) expect((await engine.verifyJournal(anchor.case, { by: root, anchor }))?.faults).toEqual([]);
    const [first] = anchors;
    expect((await engine.verifyJournal('a', { by: root, anchor: { ...first!, hash: 'another' } }))?.faults).toMatchObject([
      { problem: 'anchor-missed' },
    ]);
  });
});
