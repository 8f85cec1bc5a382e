import { expect, it } from 'vitest';
import { type by, desk, hour, li, startMs, wang } from './desk.fixture.ts';
import { type JournalEntry, linkedCase } from './index.ts';
import { jsonFault, jsonLimits } from './json.ts';
import { parcel } from './parcel.fixture.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { x: nested(depth - 1) });
const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

const notJson: readonly (readonly [string, unknown])[] = [
  ['a Date', new Date(0)],
  ['a Map', new Map()],
  ['a Set', new Set()],
  ['undefined', undefined],
  ['a function', () => {}],
  ['a symbol', Symbol('s')],
  ['a bigint', 1n],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['NUL', 'a\u0000b'],
  ['a lone surrogate', 'a\ud800b'],
  ['a key with NUL', { 'a\u0000': 1 }],
  ['a key __proto__', JSON.parse('{"__proto__": 1}')],
  ['a key that is a symbol', { [Symbol('s')]: 1 }],
  ['an instance of a class', new (class Thing {})()],
  ['a hole in a list', new Array(3)],
  ['deep nesting', nested(jsonLimits.depth + 1)],
  ['a circle', cyclic],
  ['a string beyond all measure', 'x'.repeat(jsonLimits.stringLength + 1)],
];

it.each(notJson)('law 15: %s is not JSON, at any depth', (_what, value) => {
  expect(jsonFault({ a: [value] })).toMatchObject({ path: expect.stringMatching(/^\/a\/0/) });
});

it('law 15: what JSON carries has no fault', () => {
  const shared = { n: 1 };
  expect(jsonFault([null, true, -0, 1e308, '汉字 😀', shared, shared, Object.create(null), nested(jsonLimits.depth - 2)])).toBeUndefined();
});

it.each(notJson)('law 15: a payload with %s is invalid, and nothing is written', async (_what, value) => {
  const { engine, parcel: open, committed } = desk();
  const c = await open();
  for (const payload of [value, { handler: value, days: 1 }, { handler: 'a', days: 1, more: [value] }, [value]])
    expect(await engine.send(c.id, 'assign', { by: li, payload })).toMatchObject({ outcome: 'invalid' });
  expect(await engine.open(parcel, { by: li, unit: '', input: { weight: 1, note: value as string, extra: value } as never })).toMatchObject(
    { outcome: 'invalid' },
  );
  expect(committed).toHaveLength(1);
});

it('law 15: −0 is stored as 0', async () => {
  const { engine, parcel: open, rows, row } = desk();
  const c = await open();
  await engine.send(c, 'weigh', { by: wang, payload: { weight: -0 + 1.5 } });
  const zero = await engine.open(parcel, { by: li, unit: '', input: { weight: 1 }, occurredAtMs: -0 });
  const entry = JSON.parse((await rows(zero.outcome === 'applied' ? zero.case.id : ''))[0]!.entry) as JournalEntry;
  expect(Object.is(entry.occurredAtMs, 0)).toBe(true);
  expect((await row(c.id)).record).not.toContain('-0');
});

it('law 15: text of any script comes back as it was', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const texts = ['汉字「测试」', '😀👨‍👩‍👧', 'e\u0301', '\u202eabc', "'; drop table cases; --", '\\u0000', '$&', '\n\t"'];
  for (const text of texts) await engine.comment(c, { by: li, text });
  const told = await engine.history(c, { by: li });
  expect(told.slice(1).map((entry) => (entry.payload as { text: string }).text)).toEqual(texts);
});

it('law 15: hostile keys of free data stay data', () => {
  const data = JSON.parse('{"constructor": {"prototype": {"polluted": 1}}, "toString": 1, "hasOwnProperty": null}');
  expect(linkedCase.parse({ case: 'c', outcome: null, data }).data).toEqual(data);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const long = 'x'.repeat(191);
const envelopes: readonly (readonly [string, Record<string, unknown>])[] = [
  ['key', { key: '' }],
  ['key', { key: long }],
  ['key', { key: 'a\u0000' }],
  ['key', { key: '\udfff' }],
  ['key', { key: 7 }],
  ['key', { key: null }],
  ['key', { key: '@case-1:1:0' }],
  ['expectedRevision', { expectedRevision: -1 }],
  ['expectedRevision', { expectedRevision: 1.5 }],
  ['expectedRevision', { expectedRevision: '1' }],
  ['expectedRevision', { expectedRevision: 2 ** 53 }],
  ['expectedRevision', { expectedRevision: 1n }],
  ['occurredAtMs', { occurredAtMs: startMs + 1 }],
  ['occurredAtMs', { occurredAtMs: 1.5 }],
  ['occurredAtMs', { occurredAtMs: '2026' }],
  ['occurredAtMs', { occurredAtMs: Number.NaN }],
];
it.each(envelopes)('an envelope whose %s is not one is invalid', async (path, envelope) => {
  const { engine, parcel: open, committed } = desk();
  const c = await open();
  expect(await engine.send(c.id, 'stay', { by: li, ...envelope } as never)).toMatchObject({ outcome: 'invalid', issues: [{ path }] });
  expect(await engine.comment(c.id, { by: li, text: 'x', ...envelope } as never)).toMatchObject({ outcome: 'invalid', issues: [{ path }] });
  expect(committed).toHaveLength(1);
});

const openings: readonly (readonly [string, Record<string, unknown>])[] = [
  ['id', { id: '' }],
  ['id', { id: 'x'.repeat(151) }],
  ['id', { id: 5 }],
  ['unit', { unit: '/a' }],
  ['unit', { unit: 'a//b' }],
  ['unit', { unit: 'a/' }],
  ['unit', { unit: long }],
  ['unit', { unit: null }],
  ['unit', { unit: undefined }],
  ['unit', { unit: { toString: () => '' } }],
  ['correlation', { correlation: '' }],
  ['correlation', { correlation: 3 }],
  ['subject', { subject: { type: 'x' } }],
  ['subject', { subject: { type: 'x', id: '' } }],
  ['subject', { subject: 'x' }],
  ['links', { links: 'x' }],
  ['links/0/type', { links: [null] }],
  ['links/0/type', { links: new Array(1) }],
  ['links/0/type', { links: [{ type: '__proto__', to: 'x' }] }],
  ['links/0/type', { links: [{ type: Symbol('s'), to: 'x' }] }],
  ['links/0/to', { links: [{ type: 'searchedBy', to: 1n }] }],
  ['links/0/to', { links: [{ type: 'searchedBy', to: long }] }],
  ['key', { key: '@case-1:1:0' }],
];
it.each(openings)('an opening whose %s is not one is invalid', async (path, opening) => {
  const { engine, committed } = desk();
  const outcome = await engine.open(parcel, { by: li, unit: '', input: { weight: 1 }, ...opening } as never);
  expect(outcome).toMatchObject({ outcome: 'invalid', issues: [{ path }] });
  expect(committed).toEqual([]);
});

it.each(openings)('an opening that was malformed is no replay either: %s', async (_path, opening) => {
  const { engine } = desk();
  await engine.open(parcel, { by: li, unit: '', input: { weight: 1 }, key: 'k' });
  const outcome = await engine.open(parcel, { by: li, unit: '', input: { weight: 1 }, key: 'k', ...opening } as never);
  expect(outcome.outcome).toBe('key' in opening ? 'invalid' : 'key-reused');
});

it('nobody can open a case as if another had', async () => {
  const { engine, row } = desk();
  await engine.open(parcel, {
    by: li,
    unit: '',
    input: { weight: 1 },
    openedFrom: { type: 'searchedBy', case: 'victim', process: 'parcel' },
  } as never);
  expect(JSON.parse((await row('case-1')).record).links).toEqual({});
});

it.each([
  undefined,
  null,
  7,
  'x',
  {},
  { tenant: 't' },
  { tenant: '', id: 'a' },
  { tenant: '*', id: 'a' },
  { tenant: 't', id: 'bihuan:system' },
  { tenant: 't', id: long },
  { tenant: 't', id: 'a\u0000' },
  { tenant: 't', id: 'a', onBehalfOf: 7 },
  { tenant: 't', id: 'a', onBehalfOf: 'bihuan:x' },
])('an actor that is none is ACTOR_INVALID, wherever one is asked for', async (actor) => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const asked = { by: actor } as never as { by: ReturnType<typeof by> };
  const calls = [
    () => engine.open(parcel, { ...asked, unit: '', input: { weight: 1 } }),
    () => engine.send(c, 'stay', asked),
    () => engine.claim(c, asked),
    () => engine.link(c, { ...asked, type: 'searchedBy', to: 'x' }),
    () => engine.get(c, asked),
    () => engine.explain(c, asked),
    () => engine.history(c, asked),
    () => engine.find(asked),
    () => engine.worklist(asked),
    () => engine.deadLetters(asked),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
});

it('a command or case that is not even text is an answer, not a crash', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  for (const odd of [Symbol('s'), {}, null, 7, Object.create(null), ['lose']]) {
    expect(await engine.send(c.id, odd as string, { by: li })).toMatchObject({ outcome: 'invalid' });
    for (const ref of [odd, { id: odd }]) {
      expect(await engine.send(ref as string, 'lose', { by: li })).toMatchObject({ outcome: 'not-found' });
      expect(await engine.get(ref as string, { by: li })).toBeUndefined();
      expect(await engine.link(c, { by: li, type: 'searchedBy', to: ref as string })).toMatchObject({ outcome: 'not-found' });
    }
  }
});

it('occurredAt is kept beside the time it was recorded', async () => {
  const { engine, parcel: open, clock, rows } = desk();
  const c = await open();
  clock.advance(hour);
  await engine.send(c, 'stay', { by: li, occurredAtMs: startMs });
  expect(JSON.parse((await rows(c.id))[1]!.entry)).toMatchObject({
    occurredAtMs: startMs,
    atMs: startMs + hour,
    recordedAtMs: startMs + hour,
  });
});
