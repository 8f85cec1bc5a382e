// Random requests, good and bad, from a seed: the same seed, the same requests. For the fuzz test of core.

/** Numbers from a seed (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return {
    below,
    chance: (probability: number): boolean => next() < probability,
    pick: <Value>(values: readonly Value[]): Value => values[below(values.length)]!,
  };
}
export type Random = ReturnType<typeof randomFrom>;

const nested = (depth: number): unknown => (depth === 0 ? {} : { a: nested(depth - 1) });
const listed = (depth: number): unknown => (depth === 0 ? [] : [listed(depth - 1)]);
const circle: { self?: unknown } = {};
circle.self = circle;
const huge = 'x'.repeat(1_000_001);

/** Values that no field expects, each of another kind. */
const oddities: readonly unknown[] = [
  ...[undefined, null, true, false, '', ' ', 'a', 0, -0, 1, -1, 0.5, 1e21, -1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY],
  ...[2 ** 31, 2 ** 53, -(2 ** 53), Number.MAX_SAFE_INTEGER, 8.64e15, 8.64e15 + 1, 1n, 10n ** 30n, Symbol('odd'), () => 1, async () => 1],
  ...[
    [],
    {},
    [[]],
    [null],
    [undefined],
    new Array(3),
    new Date(0),
    new Date(Number.NaN),
    new Map([[1, 2]]),
    new Set([1]),
    new Error('odd'),
    /x/,
  ],
  ...[Object.create(null), Object.create({ inherited: 1 }), new Uint8Array(4), Promise.resolve(1), new Proxy({}, {}), circle],
  ...[nested(63), nested(64), nested(65), nested(500), listed(500)],
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00a',
    '\u202e',
    '😀',
    '汉字',
    "' or 1=1 --",
    '../../etc/passwd',
    'a'.repeat(190),
    'a'.repeat(191),
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'xstate.init',
    'xstate.stop',
    '*',
    'bihuan:system',
    '@case-1:1:0',
  ],
  ...[
    'xstate.after.search.parcel.received',
    'xstate.done.state.workshop.making',
    'xstate.error.actor.x',
    'update assign',
    'bihuan.entered',
  ],
  JSON.parse('{"__proto__": {"polluted": true}}'),
  JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
  { toString: () => 'forged', valueOf: () => 1, toJSON: () => ({ forged: true }) },
  { then: (done: (value: unknown) => void) => done(1) },
  { type: 'lose', at: 0, by: { tenant: 't', id: 'root', persons: [], roles: ['operator'] }, context: {}, payload: {} },
  { length: 1e9 },
  Object.fromEntries(Array.from({ length: 200 }, (_none, index) => [`k${index}`, index])),
];

/** One of them; rarely, one that is large. */
export const odd = (random: Random): unknown => (random.chance(0.0005) ? huge : random.pick(oddities));

/** A copy of something well formed with one part of it spoilt: a field replaced, dropped or added, at any depth. */
export function spoilt(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || random.chance(0.15)) return odd(random);
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  const field = random.pick(Object.keys(value));
  const change = random.below(10);
  if (change === 0) delete copy[field];
  else if (change === 1) copy[random.pick(['extra', 'type', 'at', 'by', 'context', 'constructor', '__proto__x'])] = odd(random);
  else copy[field] = spoilt(random, copy[field]);
  return copy;
}
