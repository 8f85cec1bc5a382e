import { expect, it } from 'vitest';
import { by, desk, hour, li, root, startMs, wang, zhao } from '../desk.fixture.ts';
import { parcel } from '../parcel.fixture.ts';
import { publicView } from '../visibility.ts';

const people = {
  inA: [{ role: 'checker', unit: 'a' }],
  inAB: [{ role: 'clerk', unit: 'a/b' }],
  inC: [{ role: 'clerk', unit: 'c' }],
  guest: [],
  past: [{ role: 'chief', unit: '', untilMs: startMs - 1 }],
  letters: [{ role: 'chief', unit: '', process: 'letter' }],
};

it('law 13: a case is seen where one holds a role, by who opened it, and by who has work on it', async () => {
  const { engine, parcel: open } = desk({
    people: { ...people, li: [{ role: 'clerk', unit: 'x' }], 'li-2': { person: 'li', grants: [] } },
  });
  const c = await engine.open(parcel, { by: by('inAB'), unit: 'a/b', input: { weight: 2 } });
  const id = c.outcome === 'applied' ? c.case.id : '';
  const sees = async (who: string) => (await engine.get(id, { by: by(who) })) !== undefined;
  expect([await sees('inA'), await sees('inAB'), await sees('root')]).toEqual([true, true, true]);
  expect([await sees('inC'), await sees('guest'), await sees('past'), await sees('letters'), await sees('li')]).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  await engine.reassign(id, { by: root, to: 'guest', reason: 'r' });
  expect(await sees('guest')).toBe(true);
  expect(await engine.send(id, 'stay', { by: by('guest') })).toMatchObject({ outcome: 'forbidden' });
  expect(open).toBeDefined();
});

it('law 13: whoever opened a case goes on seeing it, under any account, and also when their role has ended', async () => {
  const grants: { role: string; unit: string }[] = [{ role: 'clerk', unit: '' }];
  const { engine } = desk({ people: { temp: grants, 'temp-2': { person: 'temp', grants: [] } } });
  await engine.open(parcel, { by: by('temp'), unit: '', input: { weight: 2 }, id: 'x' });
  grants.length = 0;
  expect(await engine.get('x', { by: by('temp') })).toBeDefined();
  expect(await engine.get('x', { by: by('temp-2') })).toBeDefined();
  expect(await engine.get('x', { by: by('guest') })).toBeUndefined();
});

it('law 13: every read of a case one may not see is as if there were none', async () => {
  const { engine, parcel: open } = desk({ people });
  const c = await open({ unit: 'c' });
  for (const person of [by('inA'), by('guest')]) {
    expect(await engine.get(c, { by: person })).toEqual(await engine.get('none', { by: person }));
    expect(await engine.explain(c, { by: person })).toBeUndefined();
    expect(await engine.history(c, { by: person })).toEqual([]);
    expect(await engine.verifyJournal(c, { by: person })).toBeUndefined();
  }
});

it('law 13: a list holds what lies in one’s units, narrowed to the one asked for', async () => {
  const { engine, parcel: open } = desk({ people });
  for (const unit of ['a', 'a/b', 'a/b/c', 'a/bc', 'c']) await open({ unit, id: unit.replaceAll('/', '.') });
  const found = async (who: string, unit?: string) =>
    (await engine.find({ by: by(who), ...(unit !== undefined && { unit }) })).map((each) => each.id);
  expect(await found('inA')).toEqual(['a', 'a.b', 'a.b.c', 'a.bc']);
  expect(await found('inAB')).toEqual(['a.b', 'a.b.c']);
  expect(await found('inA', 'a/b')).toEqual(['a.b', 'a.b.c']);
  expect(await found('inAB', 'a')).toEqual(['a.b', 'a.b.c']);
  expect(await found('inAB', 'c')).toEqual([]);
  expect([await found('guest'), await found('past'), await found('letters')]).toEqual([[], [], []]);
  expect(await found('li', '')).toHaveLength(5);
});

it('a list is filtered by process, state, end, subject and correlation, and read in pages', async () => {
  const { engine, parcel: open } = desk();
  for (const id of ['1', '2', '3', '10']) await open({ id });
  await engine.open(parcel, { by: li, unit: '', input: { weight: 1 }, id: '4', subject: { type: 'box', id: 'b' }, correlation: 'x' });
  await engine.send('2', 'lose', { by: li });
  await engine.cancel('3', { by: root, reason: 'r' });
  const found = async (query: object) => (await engine.find({ by: li, ...query })).map((each) => each.id);
  expect(await found({})).toEqual(['1', '10', '2', '3', '4']);
  expect(await found({ state: 'lost' })).toEqual(['2']);
  expect(await found({ closed: true })).toEqual(['3']);
  expect(await found({ outcome: 'cancelled' })).toEqual(['3']);
  expect(await found({ process: 'letter' })).toEqual([]);
  expect(await found({ subject: { type: 'box', id: 'b' } })).toEqual(['4']);
  expect(await found({ correlation: 'x' })).toEqual(['4']);
  expect(await found({ limit: 2 })).toEqual(['1', '10']);
  expect(await found({ limit: 2, after: { id: '10' } })).toEqual(['2', '3']);
  for (const limit of [0, -5]) expect(await found({ limit })).toHaveLength(1);
});

it('a history is told in order, from where one left off', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.send(c, 'check', { by: wang });
  await engine.send(c, 'lose', { by: li });
  expect((await engine.history(c, { by: zhao })).map((entry) => [entry.revision, entry.kind, entry.type])).toEqual([
    [1, 'open', 'parcel'],
    [2, 'command', 'check'],
    [3, 'command', 'lose'],
  ]);
  expect((await engine.history(c, { by: zhao, afterRevision: 1, limit: 1 })).map((entry) => entry.revision)).toEqual([2]);
});

it('reading applies nothing: what is due shows when it has been applied', async () => {
  const { engine, parcel: open, clock, committed } = desk();
  const c = await open();
  clock.advance(99 * hour);
  expect((await engine.get(c, { by: li }))?.states).toEqual(['received']);
  expect((await engine.explain(c, { by: zhao }))?.states).toEqual(['lost']);
  expect(committed).toHaveLength(1);
});

it('law 18: what everyone may see holds public fields only, and nobody’s name', async () => {
  const { parcel: open } = desk();
  const c = await open();
  const open_ = publicView({ ...parcel, spec: { ...parcel.spec, visibility: { weight: 'public', handler: 'restricted' } } }, c);
  expect(open_).toEqual({
    id: c.id,
    process: 'parcel',
    title: { zh: '包裹', en: 'Parcel' },
    state: { zh: '已收', en: 'received' },
    outcome: null,
    openedAtMs: startMs,
    fields: { weight: { label: { zh: '重量', en: 'weight' }, value: 2 } },
  });
  expect(publicView(parcel, c).fields).toEqual({});
});

it('refuses arguments that are none, instead of answering as if they were not there', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const invalid = { code: 'OPTION_INVALID' };
  await expect(engine.find({ by: li, limit: Number.NaN })).rejects.toMatchObject(invalid);
  await expect(engine.find({ by: li, subject: { type: 'x' } as never })).rejects.toMatchObject(invalid);
  await expect(engine.verifyJournal(c, { by: li, anchor: {} as never })).rejects.toMatchObject(invalid);
});

it('one damaged record does not take the page with it where somebody is told of it', async () => {
  const { store, parcel: open } = desk();
  const ids: string[] = [];
  for (let count = 0; count < 5; count++) ids.push((await open()).id);
  const [first, second, third, fourth, fifth] = ids.sort() as [string, string, string, string, string];
  const damaged = [second, third];
  const broken = desk({
    store: {
      ...store,
      find: async (query) => (await store.find(query)).map((row) => (damaged.includes(row.id) ? { ...row, record: '{' } : row)),
    },
  });
  await expect(broken.engine.find({ by: li })).rejects.toMatchObject({ code: 'CASE_CORRUPT', details: { case: second } });
  const told: unknown[] = [];
  const page = async (limit: number, after?: string) => {
    const found = await broken.engine.find({
      by: li,
      limit,
      onUnreadable: ({ code, details }) => told.push([code, details.case]),
      ...(after !== undefined && { after: { id: after } }),
    });
    return found.map(({ id }) => id);
  };
  expect(await page(100)).toEqual([first, fourth, fifth]);
  expect(told).toEqual(damaged.map((id) => ['CASE_CORRUPT', id]));
  // A page of nothing but damaged records would look like the last one.
  expect([await page(1, first), await page(2, first), await page(2, fourth)]).toEqual([[fourth], [fourth, fifth], [fifth]]);
});
