import { expect, it } from 'vitest';
import { z } from 'zod';
import { all, any, BihuanError, defineProcess, given, hours, not } from './index.ts';

const text = { zh: '文', en: 'text' };
const clerk = { id: 'li', roles: ['clerk'] };

/** A small process that is sound; each test spoils one thing. Types are left aside, as they are for callers in JavaScript. */
function define({ states = {}, chart = {}, labels = {}, ...spec }: Record<string, any> = {}) {
  return defineProcess({
    id: 'small',
    version: 1,
    roles: ['clerk'],
    opener: ['clerk'],
    input: z.object({}),
    context: z.object({ count: z.number() }),
    initialContext: () => ({ count: 0 }),
    commands: { go: { by: ['clerk'] }, finish: { by: ['clerk'], payload: z.object({ n: z.number() }) } },
    rules: { calm: () => true },
    deadlines: { soon: hours(1) },
    messages: { told: () => ({}) },
    ...spec,
    labels: {
      title: text,
      states: { idle: text, busy: text, done: text },
      commands: { go: text, finish: text },
      roles: { clerk: text },
      rules: { calm: text },
      deadlines: { soon: text },
      messages: { told: text },
      fields: { count: text, n: text },
      outcomes: { ended: text },
      ...labels,
    },
  } as any).machine({
    initial: 'idle',
    states: {
      idle: { meta: { owner: 'clerk' }, after: { soon: 'busy' }, on: { go: { guard: 'calm', target: 'busy', actions: 'told' } } },
      busy: { meta: { owner: 'clerk', waits: text }, on: { finish: 'done' } },
      done: { type: 'final', meta: { closes: 'ended' } },
      ...states,
    },
    ...chart,
  } as any);
}

function errorOf(spoilt: Record<string, any>): BihuanError {
  try {
    define(spoilt);
  } catch (error) {
    if (error instanceof BihuanError) return error;
    throw error;
  }
  throw new Error('it was defined');
}
const faultsOf = (spoilt: Record<string, any>) => {
  const { code, details } = errorOf(spoilt);
  return [code, ...(details['faults'] as { rule: string; at: string }[]).map(({ rule, at }) => `${rule} ${at}`)];
};
const idle = { meta: { owner: 'clerk' }, after: { soon: 'busy' }, on: { go: { guard: 'calm', target: 'busy', actions: 'told' } } };
const busy = { meta: { owner: 'clerk', waits: text }, on: { finish: 'done' } };
const more = (...names: string[]) => ({
  states: { idle: text, busy: text, done: text, ...Object.fromEntries(names.map((name) => [name, text])) },
});

it('law 12: a sound process is defined', () => {
  expect(define().id).toBe('small');
});

const unsound: readonly (readonly [string, Record<string, any>, readonly string[]])[] = [
  ['a state that cannot be reached', { states: { lone: busy }, labels: more('lone') }, ['P001 lone']],
  [
    'a state from which no end can be reached',
    { states: { busy: { ...busy, on: { finish: 'pit' } }, pit: { meta: { owner: 'clerk', waits: text } } }, labels: more('pit') },
    ['P001 done', 'P004 idle', 'P004 busy', 'P004 pit'],
  ],
  ['no end at all', { states: { done: { meta: { owner: 'clerk', waits: text } } }, labels: { outcomes: {} } }, ['P004 small']],
  ['a waiting state without a deadline', { states: { busy: { ...busy, meta: { owner: 'clerk' } } } }, ['P006 busy']],
  ['a waiting state without an owner', { states: { busy: { ...busy, meta: { waits: text } } } }, ['P007 busy']],
  ['a final state without a result', { states: { done: { type: 'final' } }, labels: { outcomes: {} } }, ['P018 done']],
  ['a command nothing listens to', { states: { busy: { ...busy, on: { go: 'done' } } } }, ['P002 finish']],
  ['a rule nothing asks', { states: { idle: { ...idle, on: { go: { target: 'busy', actions: 'told' } } } } }, ['P002 calm']],
  ['a deadline nothing sets', { states: { idle: { ...idle, after: {}, meta: { owner: 'clerk', waits: text } } } }, ['P002 soon']],
  ['a message nothing sends', { states: { idle: { ...idle, on: { go: { guard: 'calm', target: 'busy' } } } } }, ['P002 told']],
  ['a rule that is not declared', { states: { busy: { ...busy, on: { finish: { guard: 'clam', target: 'done' } } } } }, ['P002 clam']],
  ['a command that is not declared', { states: { busy: { ...busy, on: { finish: 'done', leave: 'done' } } } }, ['P002 leave']],
  [
    'a reaction to a linked case that is not open to the system',
    { links: { child: { process: 'small', closed: 'go' } } },
    ['P002 links.child'],
  ],
  [
    'eventless branches that lead back',
    {
      states: {
        busy: { ...busy, always: { guard: 'calm', target: 'idle' } },
        idle: { ...idle, always: { guard: not('calm'), target: 'busy' } },
      },
    },
    ['P020 idle', 'P020 busy'],
  ],
  ['an eventless branch that stays', { states: { busy: { ...busy, always: { guard: 'calm', actions: 'told' } } } }, ['P020 busy']],
];
it.each(unsound)('law 12: %s is refused', (_what, spoilt, faults) => {
  expect(faultsOf(spoilt)).toEqual(['PROCESS_UNSOUND', ...faults]);
});

it('law 12: a process without an end is defined when it says why', () => {
  const states = { done: { meta: { owner: 'clerk', waits: text } } };
  expect(define({ states, labels: { outcomes: {} }, perpetual: text }).id).toBe('small');
});

it('law 12: all faults are named at once', () => {
  expect(faultsOf({ states: { lone: { meta: {} } }, labels: more('lone') })).toEqual([
    'PROCESS_UNSOUND',
    'P001 lone',
    'P004 lone',
    'P006 lone',
    'P007 lone',
  ]);
});

const malformed: readonly (readonly [string, Record<string, any>, string])[] = [
  ['an inline guard', { states: { busy: { ...busy, on: { finish: { guard: () => true, target: 'done' } } } } }, 'busy on finish'],
  [
    'an inline guard within an expression',
    { states: { busy: { ...busy, on: { finish: { guard: all('calm', (() => true) as never), target: 'done' } } } } },
    'busy on finish',
  ],
  ['an expression of nothing', { states: { busy: { ...busy, on: { finish: { guard: any(), target: 'done' } } } } }, 'busy on finish'],
  [
    'an XState guard object',
    { states: { busy: { ...busy, on: { finish: { guard: { type: 'calm' }, target: 'done' } } } } },
    'busy on finish',
  ],
  ['an inline action', { states: { busy: { ...busy, entry: () => {} } } }, 'busy'],
  [
    'an inline action of a branch',
    { states: { busy: { ...busy, on: { finish: { target: 'done', actions: [() => {}] } } } } },
    'busy on finish',
  ],
  ['a numeric delay', { states: { busy: { ...busy, after: { 1000: 'done' } } } }, 'busy'],
  ['invoke', { states: { busy: { ...busy, invoke: { src: 'x' } } } }, 'busy'],
  ['spawn in an object action', { states: { busy: { ...busy, entry: { type: 'xstate.spawnChild' } } } }, 'busy'],
  ['context in the statechart', { chart: { context: { n: 1 } } }, ''],
  ['a branch with other keys', { states: { busy: { ...busy, on: { finish: { target: 'done', cond: 'calm' } } } } }, 'busy on finish'],
  ['a branch that is a number', { states: { busy: { ...busy, on: { finish: 7 } } } }, 'busy on finish'],
  ['a state that is no object', { states: { busy: null } }, 'busy'],
  ['a state whose name has a space', { states: { 'very busy': busy }, labels: more('very busy') }, ''],
  ['a state whose name has a dot', { states: { 'a.b': busy }, labels: more('a.b') }, ''],
];
it.each(malformed)('%s is refused at definition', (_what, spoilt, at) => {
  expect(faultsOf(spoilt)).toContain(`statechart ${at}`);
  expect(errorOf(spoilt).code).toBe('PROCESS_INVALID');
});

it('a target that does not exist is refused at definition', () => {
  expect(errorOf({ states: { busy: { ...busy, on: { finish: 'nowhere' } } } }).code).toBe('PROCESS_INVALID');
});

const illDeclared: readonly (readonly [string, Record<string, any>])[] = [
  ['an id in capitals', { id: 'Small' }],
  ['a version that is no positive integer', { version: 1.5 }],
  ['a command with a dot in its name', { commands: { 'a.b': { by: [] } } }],
  ['a command called supervise', { commands: { supervise: { by: ['clerk'] } } }],
  ['a role called system', { roles: ['clerk', 'system'] }],
  ['a role used and not declared', { controls: { suspend: ['mayor'] } }],
  ['an action declared twice', { assignments: { told: () => ({}) } }],
  ['updates of a command there is not', { updates: { leave: () => ({}) } }],
  ['a rule that is of the state and of a payload', { payloadRules: { finish: { calm: () => true } } }],
  ['a link with a colon in its name', { links: { 'a:b': { process: 'small' } } }],
];
it.each(illDeclared)('%s is refused at definition', (_what, spoilt) => {
  expect(errorOf(spoilt).code).toBe('PROCESS_INVALID');
});

it('law 17: a label that is missing or empty is refused, and that of a state there is not', () => {
  expect(faultsOf({ labels: { commands: { go: text } } })).toEqual(['PROCESS_INVALID', 'labels commands.finish']);
  expect(faultsOf({ labels: { roles: { clerk: { zh: '文', en: '' } } } })).toEqual(['PROCESS_INVALID', 'labels roles.clerk']);
  expect(faultsOf({ labels: more('ghost') })).toEqual(['PROCESS_INVALID', 'labels states.ghost']);
  expect(faultsOf({ labels: { title: undefined } })).toEqual(['PROCESS_INVALID', 'labels title']);
});

const finish = (n: z.ZodType, place = 'payload') =>
  place === 'context'
    ? { context: z.object({ count: n }) }
    : { commands: { go: { by: ['clerk'] }, finish: { by: ['clerk'], payload: z.object({ n }) } } };
const notJson = {
  date: z.date(),
  map: z.map(z.string(), z.number()),
  set: z.set(z.string()),
  bigint: z.bigint(),
  undefined: z.undefined(),
  symbol: z.symbol(),
  nan: z.nan(),
};

it.each(Object.entries(notJson))('law 15: a schema of %s is refused, however deep it sits', (_name, schema) => {
  for (const nested of [schema, z.array(schema), z.object({ x: schema.optional() }), z.union([z.string(), schema]), z.lazy(() => schema)]) {
    expect(errorOf(finish(nested)).code).toBe('SCHEMA_NOT_JSON');
    expect(errorOf(finish(nested, 'context')).code).toBe('SCHEMA_NOT_JSON');
  }
});

it('law 15: a context is not transformed each time it is checked', () => {
  expect(
    errorOf(
      finish(
        z.number().transform((n) => n + 1),
        'context',
      ),
    ).code,
  ).toBe('SCHEMA_NOT_JSON');
});

it('an asynchronous check is refused at definition', () => {
  for (const schema of [z.number().refine(async () => true), z.array(z.number().transform(async (n) => n)), z.promise(z.number())])
    expect(errorOf(finish(schema)).code).toBe('SCHEMA_ASYNC');
});

it('a check that turns out to return a promise is SCHEMA_ASYNC when it runs', () => {
  const later = () => Promise.resolve(true);
  const hidden = given(define(finish(z.number().superRefine(async () => {}))), { input: {} }).does('go', { by: clerk });
  expect(() => hidden.when('finish', { by: clerk, payload: { n: 1 } } as never)).toThrow(expect.objectContaining({ code: 'SCHEMA_ASYNC' }));
  const waiting = given(define(finish(z.number().refine(later))), { input: {} }).does('go', { by: clerk });
  expect(() => waiting.when('finish', { by: clerk, payload: { n: 1 } } as never)).toThrow(
    expect.objectContaining({ code: 'SCHEMA_ASYNC' }),
  );
  expect(() => given(define(finish(z.number().refine(later), 'context')), { input: {} })).toThrow(
    expect.objectContaining({ code: 'SCHEMA_ASYNC' }),
  );
});

it('a case that ended has no deadline left, not even that of the whole statechart', () => {
  const timed = define({ chart: { after: { soon: '.done' } }, states: { idle: { ...idle, after: {} } } });
  const waiting = given(timed, { input: {} }).does('go', { by: clerk });
  expect(Object.keys(waiting.case.timers)).toEqual(['#soon']);
  expect(waiting.does('finish', { by: clerk, payload: { n: 1 } } as never).case.timers).toEqual({});
  expect(waiting.later(hours(1)).case).toMatchObject({ closed: { outcome: 'ended', final: true }, timers: {} });
});

it('payloads and inputs are strict', () => {
  const small = define();
  given(small, { input: {} })
    .does('go', { by: clerk })
    .when('finish', { by: clerk, payload: { n: 1, m: 2 } } as never)
    .expectInvalid('payload');
  expect(() => given(small, { input: { extra: 1 } })).toThrow(/extra/);
});

it('law 14: the hash is that of the structure: texts and functions do not change it, branches do', () => {
  const { hash } = define();
  expect(define({ labels: { title: { zh: '别', en: 'other' } }, rules: { calm: () => false } }).hash).toBe(hash);
  expect(define({ states: { busy: { ...busy, on: { finish: { guard: 'calm', target: 'done' } } } } }).hash).not.toBe(hash);
  expect(define({ states: { idle: { ...idle, after: { soon: 'done' } } } }).hash).not.toBe(hash);
  expect(
    define({
      roles: ['clerk', 'boss'],
      commands: { go: { by: ['boss'] }, finish: { by: ['clerk'], payload: z.object({ n: z.number() }) } },
      labels: { roles: { clerk: text, boss: text } },
    }).hash,
  ).not.toBe(hash);
});

it.each([
  ['an owner that is no role', { states: { busy: { ...busy, meta: { owner: 'ghost', waits: text } } } }, 'ghost'],
  ['an assignee that is no field', { states: { busy: { ...busy, meta: { ...busy.meta, assignee: 'ghost' } } } }, 'ghost'],
  ['a word that meta does not know', { states: { busy: { ...busy, meta: { ...busy.meta, color: 'red' } } } }, 'color'],
  ['a branch after one without a guard', { states: { busy: { ...busy, on: { finish: ['done', { target: 'idle' }] } } } }, 'never taken'],
  ['a command open to nobody', { commands: { go: { by: [] }, finish: { by: ['clerk'] } } }, 'nobody'],
  ['an opener that is nobody', { opener: [] }, 'opener'],
  ['a name every object has', { messages: { constructor: () => ({}) } }, 'constructor'],
  ['a rule that is no function', { rules: { calm: true } }, 'rules.calm'],
  ['an input that is no object', { input: z.string() }, 'input'],
  ['a limit that is negative', { deadlines: { soon: { ms: -1 } } }, 'small.soon'],
  ['a limit with two units', { deadlines: { soon: { ms: 1, workingDays: 1 } } }, 'small.soon'],
])('refuses %s when it is defined', (_, spoilt, said) => {
  expect(errorOf(spoilt).message).toContain(said);
});
