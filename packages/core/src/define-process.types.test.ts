// What the compiler refuses. `tsc` is the test: every line below `@ts-expect-error` has to be an error, and all else none.
import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { all, type CaseOf, createEngine, defineProcess, given, hours, type Limit, memoryStore, not } from './index.ts';

const text = { zh: '文', en: 'text' };
const labels = {
  title: text,
  states: { idle: text, busy: text, done: text },
  commands: { go: text, stop: text },
  roles: { clerk: text, chief: text },
  rules: { calm: text, small: text },
  deadlines: { soon: text },
  messages: { told: text },
  fields: { count: text, owner: text, n: text, place: text },
  outcomes: { ended: text },
};
const base = {
  id: 'tiny',
  version: 1,
  roles: ['clerk', 'chief'],
  opener: ['clerk'],
  input: z.object({ place: z.string() }),
  context: z.object({ count: z.number(), owner: z.string().nullable() }),
  initialContext: () => ({ count: 0, owner: null }),
  commands: { go: { by: ['clerk'], payload: z.object({ n: z.number() }) }, stop: { by: ['chief'] } },
  rules: { calm: () => true },
  payloadRules: { go: { small: ({ payload }: { payload: { n: number } }) => payload.n < 9 } },
  deadlines: { soon: hours(1) as Limit },
  messages: { told: () => ({}) },
  labels,
} as const;

const tiny = defineProcess(base).machine({
  initial: 'idle',
  states: {
    idle: {
      meta: { owner: 'clerk', assignee: 'owner', due: 'soon' },
      after: { soon: { target: 'busy', actions: 'told' } },
      on: { go: { guard: all('calm', not('small')), target: 'busy', actions: 'told' } },
    },
    busy: { meta: { owner: ['clerk', 'chief'], waits: text }, on: { stop: { guard: 'calm', target: 'done' }, supervise: 'idle' } },
    done: { type: 'final', meta: { closes: 'ended' } },
  },
});

const engine = createEngine({ processes: [tiny], store: memoryStore(), directory: { standing: () => ({ grants: [] }) } });
const by = { tenant: 't', id: 'u' };
declare const tinyCase: CaseOf<typeof tiny>;

/** Compiled, never called. */
export async function declarations() {
  const state = { meta: { owner: 'clerk' } } as const;
  const end = { type: 'final', meta: { closes: 'ended' } } as const;

  // @ts-expect-error: a role that was not declared may not open
  defineProcess({ ...base, opener: ['mayor'] });
  // @ts-expect-error: nor act
  defineProcess({ ...base, commands: { go: { by: ['mayor'] }, stop: { by: ['chief'] } } });
  // @ts-expect-error: nor suspend
  defineProcess({ ...base, controls: { suspend: ['mayor'] } });
  // @ts-expect-error: nor stand on a ladder
  defineProcess({ ...base, controls: { extend: [['clerk'], ['mayor']] } });
  // @ts-expect-error: a payload is an object
  defineProcess({ ...base, commands: { go: { by: ['clerk'], payload: z.string() }, stop: { by: ['chief'] } } });
  // @ts-expect-error: the first context lacks a field
  defineProcess({ ...base, initialContext: () => ({ count: 0 }) });
  // @ts-expect-error: visibility of a field there is not
  defineProcess({ ...base, visibility: { county: 'public' } });
  // @ts-expect-error: no such visibility
  defineProcess({ ...base, visibility: { count: 'secret' } });
  // @ts-expect-error: updates of a command there is not
  defineProcess({ ...base, updates: { leave: () => ({}) } });
  // @ts-expect-error: an update of a field there is not
  defineProcess({ ...base, updates: { go: () => ({ county: 1 }) } });
  // @ts-expect-error: the payload has no such field
  defineProcess({ ...base, updates: { go: ({ payload }) => ({ count: payload.m }) } });
  // @ts-expect-error: state rules know no payload
  defineProcess({ ...base, rules: { calm: ({ payload }) => payload.n > 1 } });
  // @ts-expect-error: the context has no such field
  defineProcess({ ...base, rules: { calm: ({ context }) => context.county > 1 } });
  // @ts-expect-error: rules of the payload of a command there is not
  defineProcess({ ...base, payloadRules: { leave: { small: () => true } } });
  // @ts-expect-error: the payload has no such field
  defineProcess({ ...base, payloadRules: { go: { small: ({ payload }) => payload.m > 1 } } });
  // @ts-expect-error: a rule answers true, false or data
  defineProcess({ ...base, rules: { calm: () => 'no' } });
  // @ts-expect-error: assignments know no payload, because timers take branches too
  defineProcess({ ...base, assignments: { counted: ({ payload }) => ({ count: payload.n }) } });
  // @ts-expect-error: a limit has a unit
  defineProcess({ ...base, deadlines: { soon: () => ({ hours: 3 }) } });
  // @ts-expect-error: a message is an object of JSON
  defineProcess({ ...base, messages: { told: () => ({ at: new Date() }) } });
  // @ts-expect-error: a linked case reacts with a command that exists
  defineProcess({ ...base, links: { child: { process: 'tiny', closed: 'leave' } } });
  // @ts-expect-error: and accepts by a rule that exists
  defineProcess({ ...base, linkedFrom: { child: { process: 'tiny', accepts: 'calmer' } } });

  // @ts-expect-error: a command has no label
  defineProcess({ ...base, labels: { ...labels, commands: { go: text } } });
  // @ts-expect-error: a role has none
  defineProcess({ ...base, labels: { ...labels, roles: { clerk: text } } });
  // @ts-expect-error: a rule has none
  defineProcess({ ...base, labels: { ...labels, rules: { small: text } } });
  // @ts-expect-error: a rule of a payload has none
  defineProcess({ ...base, labels: { ...labels, rules: { calm: text } } });
  // @ts-expect-error: a field of a payload has none
  defineProcess({ ...base, labels: { ...labels, fields: { count: text, owner: text, place: text } } });
  // @ts-expect-error: a label lacks English
  defineProcess({ ...base, labels: { ...labels, messages: { told: { zh: '文' } } } });

  const { machine } = defineProcess(base);
  // @ts-expect-error: initial state unknown
  machine({ initial: 'idol', states: { idle: state, done: end } });
  // @ts-expect-error: a state without a label
  machine({ initial: 'idle', states: { idle: state, hidden: state, done: end } });
  // @ts-expect-error: target unknown
  machine({ initial: 'idle', states: { idle: { on: { go: 'bussy' } }, done: end } });
  // @ts-expect-error: target unknown, in a list
  machine({ initial: 'idle', states: { idle: { on: { go: [{ guard: 'calm', target: 'busy' }, { target: 'bussy' }] } }, done: end } });
  // @ts-expect-error: command unknown
  machine({ initial: 'idle', states: { idle: { on: { leave: 'busy' } }, done: end } });
  // @ts-expect-error: deadline unknown
  machine({ initial: 'idle', states: { idle: { after: { later: 'busy' } }, done: end } });
  // @ts-expect-error: a deadline is a name, never a number
  machine({ initial: 'idle', states: { idle: { after: { 1000: 'busy' } }, done: end } });
  // @ts-expect-error: rule unknown
  machine({ initial: 'idle', states: { idle: { on: { go: { guard: 'calmer' } } }, done: end } });
  // @ts-expect-error: rule unknown, within an expression
  machine({ initial: 'idle', states: { idle: { on: { go: { guard: all('calm', not('calmer')) } } }, done: end } });
  // @ts-expect-error: a rule of another command's payload
  machine({ initial: 'idle', states: { idle: { on: { stop: { guard: 'small' } } }, done: end } });
  // @ts-expect-error: timers have no payload
  machine({ initial: 'idle', states: { idle: { after: { soon: { guard: 'small' } } }, done: end } });
  // @ts-expect-error: nor have eventless branches
  machine({ initial: 'idle', states: { idle: { always: { guard: 'small', target: 'busy' } }, done: end } });
  // @ts-expect-error: guards are names, not functions
  machine({ initial: 'idle', states: { idle: { on: { go: { guard: () => true } } }, done: end } });
  // @ts-expect-error: message unknown
  machine({ initial: 'idle', states: { idle: { on: { go: { actions: 'tolled' } } }, done: end } });
  // @ts-expect-error: actions are names, not functions
  machine({ initial: 'idle', states: { idle: { entry: () => {} }, done: end } });
  // @ts-expect-error: owner unknown
  machine({ initial: 'idle', states: { idle: { meta: { owner: 'mayor' } }, done: end } });
  // @ts-expect-error: the assignee is no field of the context
  machine({ initial: 'idle', states: { idle: { meta: { assignee: 'county' } }, done: end } });
  // @ts-expect-error: the due time of no deadline
  machine({ initial: 'idle', states: { idle: { meta: { due: 'later' } }, done: end } });
  // @ts-expect-error: a result without a label
  machine({ initial: 'idle', states: { idle: state, done: { type: 'final', meta: { closes: 'vanished' } } } });
  // @ts-expect-error: nothing is invoked
  machine({ initial: 'idle', states: { idle: { invoke: { src: 'x' } }, done: end } });
}

/** Compiled, never called. */
export async function calls() {
  const opened = await engine.open(tiny, { by, unit: '', input: { place: 'here' } });
  if (opened.outcome !== 'applied') return;
  expectTypeOf(opened.case.context).toEqualTypeOf<{ count: number; owner: string | null }>();
  await engine.send(opened.case, 'go', { by, payload: { n: 1 } });
  await engine.send(opened.case, 'stop', { by });
  await engine.send('any-id', 'whatever', { by, payload: { some: 'thing' } });
  await engine.extend(tinyCase, { by, deadline: 'soon', limit: hours(1), reason: 'r' });
  given(tiny, { input: { place: 'x' } }).does('stop', { by: { id: 'a', roles: [] } });

  // @ts-expect-error: no such command
  await engine.send(opened.case, 'leave', { by });
  // @ts-expect-error: a payload field of another type
  await engine.send(opened.case, 'go', { by, payload: { n: 'one' } });
  // @ts-expect-error: a payload field too many
  await engine.send(opened.case, 'go', { by, payload: { n: 1, m: 2 } });
  // @ts-expect-error: the payload is missing
  await engine.send(opened.case, 'go', { by });
  // @ts-expect-error: stop takes no payload
  await engine.send(opened.case, 'stop', { by, payload: { n: 1 } });
  // @ts-expect-error: nobody acts
  await engine.send(opened.case, 'stop', {});
  // @ts-expect-error: the input lacks a field
  await engine.open(tiny, { by, unit: '', input: {} });
  // @ts-expect-error: no unit
  await engine.open(tiny, { by, input: { place: 'x' } });
  // @ts-expect-error: no such deadline
  await engine.extend(tinyCase, { by, deadline: 'later', limit: hours(1), reason: 'r' });
  // @ts-expect-error: the memory store has no host transactions
  await engine.send(opened.case, 'stop', { by, tx: {} });
  // @ts-expect-error: no such field in the context
  opened.case.context.county;
  // @ts-expect-error: a refusal has no case
  (await engine.send(opened.case, 'stop', { by })).case;
  // @ts-expect-error: given knows the commands too
  given(tiny, { input: { place: 'x' } }).does('leave', { by: { id: 'a', roles: [] } });
  // @ts-expect-error: and their payloads
  given(tiny, { input: { place: 'x' } }).does('go', { by: { id: 'a', roles: [] }, payload: { m: 1 } });
  // @ts-expect-error: and the input
  given(tiny, { input: { plaice: 'x' } });
  const asked = given(tiny, { input: { place: 'x' } }).when('stop', { by: { id: 'a', roles: [] } });
  // @ts-expect-error: and the context
  asked.expectApplied({ context: { county: 1 } });
}

it('defines and runs what compiles', () => {
  given(tiny, { input: { place: 'here' } })
    .when('go', { by: { id: 'a', roles: ['clerk'] }, payload: { n: 10 } })
    .expectApplied({ states: ['busy'], messages: ['told'] });
  expect(tiny.hash).toMatch(/^[0-9a-f]{16}$/);
});
