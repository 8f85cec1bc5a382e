import { describe, expect, it } from 'vitest';
import { by, desk, hour, startMs } from './desk.fixture.ts';
import { given, hours } from './index.ts';
import { workshop } from './workshop.fixture.ts';

const smith = { id: 's', roles: ['smith'] };
const painter = { id: 'p', roles: ['painter'] };
const chief = { id: 'r', roles: ['operator'] };
const strike = (strokes: number) => ({ by: smith, payload: { strokes } });
const making = given(workshop, { input: {} });
const timersOf = (at: typeof making) =>
  Object.fromEntries(Object.entries(at.case.timers).map(([key, { dueAtMs }]) => [key, (dueAtMs - startMs) / hour]));
const people = { s: [{ role: 'smith', unit: '' }], p: [{ role: 'painter', unit: '' }] };

describe('parallel states', () => {
  it('are active together, each with its work and deadlines', () => {
    expect(making.case.states).toEqual(['making.body.rough', 'making.coat.bare']);
    expect(Object.keys(making.case.workItems)).toEqual(['making.body.rough', 'making.coat.bare']);
    expect(timersOf(making)).toEqual({ 'making#patience': 10, 'making.coat.bare#dry': 2, 'making.coat.bare#polish': 2 });
  });

  it('go on by themselves: one region does not touch the other', () => {
    const painted = making.does('paint', { by: painter });
    expect(painted.case.states).toEqual(['making.body.rough', 'making.coat.painted']);
    expect(timersOf(painted)).toEqual({ 'making#patience': 10 });
    expect(painted.case.workItems).toEqual({
      'making.body.rough': { ...making.case.workItems['making.body.rough'], dueAtMs: startMs + 10 * hour },
    });
  });

  it('are left when all have come to their end', () => {
    making
      .does('paint', { by: painter })
      .when('strike', strike(3))
      .expectApplied({ states: ['review'], messages: ['struck', 'struck', 'struck'] });
  });

  it('show the due time of the deadline that the state names, the earliest otherwise', () => {
    expect(making.case.workItems['making.coat.bare']?.dueAtMs).toBe(startMs + 2 * hour);
    expect(making.case.workItems['making.body.rough']?.dueAtMs).toBe(startMs + 10 * hour);
    expect(making.later(hours(3)).case.workItems['making.coat.bare']?.dueAtMs).toBe(startMs + 10 * hour);
  });
});

it('a clock on a parent state survives moves within it', () => {
  const later = making.later(hours(1)).does('strike', strike(1)).later(hours(3)).does('paint', { by: painter });
  expect(timersOf(later)).toEqual({ 'making#patience': 10 });
  expect(later.later(hours(6)).case.states).toEqual(['paused']);
});

it('two deadlines due at one moment take effect in the order in which they were set', () => {
  const both = making.later(hours(2));
  expect(both.case.context.log.map((line) => line.split(' ').slice(0, 2))).toEqual([
    ['bihuan:system', String(startMs + 2 * hour)],
    ['bihuan:system', String(startMs + 2 * hour)],
  ]);
  expect(both.case.revision).toBe(3);
});

it('assignments and messages see the command being decided during internal events, and no payload where there is none', () => {
  const shaped = making.does('paint', { by: painter }).does('strike', strike(3));
  expect(shaped.case.context.log).toEqual([`s ${startMs} payload,case`, `s ${startMs} payload,case`]);
});

it('messages of eventless and done branches carry the payload of the command', async () => {
  const got: unknown[] = [];
  const { engine } = desk({ processes: [workshop], people, subscribers: { all: { handle: ({ body }) => void got.push(body) } } });
  await engine.open(workshop, { by: by('s'), unit: '', input: {}, id: 'w' });
  await engine.send('w', 'paint', { by: by('p') });
  await engine.send('w', 'strike', { by: by('s'), payload: { strokes: 4 } });
  await engine.relay();
  expect(got).toEqual(Array(3).fill({ payload: '{"strokes":4}', strokes: 4 }));
});

describe('history', () => {
  const paused = making.does('paint', { by: painter }).does('strike', strike(1)).does('interrupt', { by: smith });

  it('restores what was active, through JSON, however many steps later', () => {
    expect(paused.case.states).toEqual(['paused']);
    expect(paused.case.history).toEqual({ 'workshop.making.last': ['workshop.making.body.rough', 'workshop.making.coat.painted'] });
    paused.when('proceed', { by: smith }).expectApplied({ states: ['making.body.rough', 'making.coat.painted'], context: { strokes: 1 } });
    const again = paused.does('proceed', { by: smith }).does('interrupt', { by: smith }).does('proceed', { by: smith });
    expect(again.case.states).toEqual(['making.body.rough', 'making.coat.painted']);
    again.when('strike', strike(2)).expectApplied({ states: ['review'] });
  });

  it('is not used where the state itself is entered', () => {
    paused.when('redo', { by: painter }).expectApplied({ states: ['making.body.rough', 'making.coat.bare'] });
  });

  it('survives a repair', () => {
    const repaired = paused.does('repair', { by: chief, payload: { context: { strokes: 2 }, reason: 'miscounted' } });
    expect(repaired.case.history).toEqual(paused.case.history);
    repaired.when('proceed', { by: smith }).expectApplied({ states: ['making.body.rough', 'making.coat.painted'] });
  });

  it('starts the deadlines of what is restored anew', () => {
    const bare = making.does('interrupt', { by: smith });
    expect(timersOf(bare.later(hours(5)).does('proceed', { by: smith }))).toEqual({
      'making#patience': 15,
      'making.coat.bare#dry': 7,
      'making.coat.bare#polish': 7,
    });
  });
});

describe('closing states', () => {
  const accepted = making.does('paint', { by: painter }).does('strike', strike(3)).does('accept', { by: painter });

  it('close the case, may have deadlines, and reopen by a command', () => {
    expect(accepted.case.closed).toEqual({ outcome: 'accepted', atMs: startMs, final: false });
    expect(timersOf(accepted)).toEqual({ 'accepted#archive': 100 });
    accepted.when('accept', { by: painter }).expectRefused('closed');
    const reopened = accepted.later(hours(50)).does('reopen', { by: smith });
    expect(reopened.case).toMatchObject({ closed: null, states: ['making.body.shaped', 'making.coat.bare'] });
    expect(Object.keys(reopened.case.workItems)).toEqual(['making.coat.bare']);
  });

  it('may end for good with the same result: since when it is closed stays', () => {
    const archived = accepted.later(hours(100));
    expect(archived.case).toMatchObject({ states: ['archived'], timers: {}, closed: { outcome: 'accepted', atMs: startMs, final: true } });
    archived.when('reopen', { by: smith }).expectRefused('closed');
  });

  it('say when they closed the last time', () => {
    const again = accepted.later(hours(9)).does('reopen', { by: smith }).does('paint', { by: painter }).does('accept', { by: painter });
    expect(again.case.closed).toMatchObject({ atMs: startMs + 9 * hour });
  });
});

it('a state is repaired region by region', () => {
  const state = { making: { body: 'shaped', coat: 'bare' } };
  const repaired = making.later(hours(1)).does('repair', { by: chief, payload: { state, reason: 'seen on site' } });
  expect(repaired.case.states).toEqual(['making.body.shaped', 'making.coat.bare']);
  expect(timersOf(repaired)).toEqual({ 'making#patience': 10, 'making.coat.bare#dry': 2, 'making.coat.bare#polish': 2 });
  expect(Object.keys(repaired.case.workItems)).toEqual(['making.coat.bare']);
});

describe('what a process does wrong is an error with a code, and nothing is written', () => {
  const spoilt = async (how: string) => {
    const { engine, committed } = desk({ processes: [workshop], people });
    await engine.open(workshop, { by: by('s'), unit: '', input: {}, id: 'w' });
    const error = await engine.send('w', 'spoil', { by: by('s'), payload: { how } }).catch((cause) => cause);
    expect(committed).toHaveLength(1);
    return error;
  };

  it.each([
    ['throw', 'RULE_THREW', 'updates.spoil of process workshop failed: slipped'],
    ['promise', 'RULE_THREW', 'updates.spoil of process workshop failed: returned a promise'],
    ['type', 'CONTEXT_INVALID', 'strokes'],
    ['extra', 'CONTEXT_INVALID', 'more'],
    ['undefined', 'CONTEXT_INVALID', '/strokes undefined is not JSON'],
    ['message', 'CONTEXT_INVALID', 'broken'],
    ['tie', 'CONTEXT_INVALID', 'ties.tie'],
    ['loop', 'ALWAYS_LOOP', 'do not come to rest'],
  ])('%s → %s', async (how, code, text) => {
    expect(await spoilt(how)).toMatchObject({ name: 'BihuanError', code, message: expect.stringContaining(text) });
  });
});

it('a stored state or context that does not fit the process is CASE_CORRUPT', async () => {
  const { engine, store, row, settings } = desk({ processes: [workshop], people });
  await engine.open(workshop, { by: by('s'), unit: '', input: {}, id: 'w' });
  const stored = await row('w');
  for (const record of [
    '{',
    'null',
    stored.record.replace('"state":{"making"', '"state":{"molding"'),
    stored.record.replace('"context":{', '"context":{"forged":1,'),
    stored.record.replace('"format":1', '"format":2'),
    stored.record.replace('"id":"w"', '"id":"v"'),
  ]) {
    const broken = desk({
      ...settings,
      people,
      store: { ...store, load: async () => ({ case: { ...stored, record }, keyed: undefined }) },
    });
    await expect(broken.engine.send('w', 'paint', { by: by('p') })).rejects.toMatchObject({ code: 'CASE_CORRUPT' });
  }
});
