// A process with regions, history, nested states, eventless branches and a clock on a parent. For the tests of core.
import { z } from 'zod';
import { defineProcess, hours } from './index.ts';

const text = { zh: '文', en: 'text' };
const named = <const Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, text])) as { readonly [N in Name]: typeof text };

/** An order is made in two regions at once, may be interrupted, is redone under one clock, and is archived some time after its end. */
export const workshop = defineProcess({
  id: 'workshop',
  version: 1,
  roles: ['smith', 'painter'],
  opener: ['smith'],
  input: z.object({}),
  context: z.object({ strokes: z.number(), log: z.array(z.string()) }),
  initialContext: () => ({ strokes: 0, log: [] }),
  commands: {
    strike: { by: ['smith'], payload: z.object({ strokes: z.number().int() }) },
    paint: { by: ['painter'] },
    interrupt: { by: ['smith'] },
    proceed: { by: ['smith'] },
    redo: { by: ['painter'] },
    accept: { by: ['painter'] },
    reopen: { by: ['smith'] },
    spoil: {
      by: ['smith'],
      payload: z.object({ how: z.enum(['throw', 'type', 'extra', 'undefined', 'promise', 'message', 'loop', 'tie']) }),
    },
  },
  rules: { enough: ({ context }) => context.strokes >= 3 || { missing: 3 - context.strokes } },
  payloadRules: {
    spoil: {
      looping: ({ payload }) => payload.how === 'loop',
      messaging: ({ payload }) => payload.how === 'message',
      tying: ({ payload }) => payload.how === 'tie',
    },
  },
  updates: {
    strike: ({ context, payload }) => ({ strokes: context.strokes + payload.strokes }),
    spoil: ({ payload: { how } }) => {
      if (how === 'throw') throw new Error('slipped');
      if (how === 'promise') return Promise.resolve({}) as never;
      return { type: { strokes: 'many' }, extra: { more: 1 }, undefined: { strokes: undefined } }[how as 'type'] as never;
    },
  },
  assignments: {
    note: ({ context, by, at, ...rest }) => ({ log: [...context.log, `${by.id} ${at} ${Object.keys(rest).join()}`] }),
  },
  deadlines: { patience: hours(10), polish: hours(2), dry: hours(2), archive: hours(100) },
  messages: {
    struck: ({ payload, context }) => ({ payload: JSON.stringify(payload ?? null), strokes: context.strokes }),
    broken: () => ({ when: new Date(0) }) as never,
  },
  ties: { tie: { link: 'model', to: () => 7 as never } },
  links: { model: { process: 'workshop' } },
  labels: {
    title: text,
    states: named(
      'making',
      'body',
      'rough',
      'shaped',
      'coat',
      'bare',
      'painted',
      'paused',
      'last',
      'review',
      'spinning',
      'turn',
      'accepted',
      'archived',
    ),
    commands: named('strike', 'paint', 'interrupt', 'proceed', 'redo', 'accept', 'reopen', 'spoil'),
    roles: named('smith', 'painter'),
    rules: named('enough', 'looping', 'messaging', 'tying'),
    deadlines: named('patience', 'polish', 'dry', 'archive'),
    messages: named('struck', 'broken'),
    fields: named('strokes', 'log', 'how'),
    outcomes: named('accepted'),
  },
}).machine({
  initial: 'making',
  on: {
    spoil: [{ guard: 'looping', target: '.spinning' }, { guard: 'messaging', actions: 'broken' }, { guard: 'tying', actions: 'tie' }, {}],
  },
  states: {
    making: {
      type: 'parallel',
      after: { patience: 'paused' },
      on: { interrupt: 'paused' },
      onDone: { target: 'review', actions: ['note', 'struck'] },
      states: {
        body: {
          initial: 'rough',
          states: {
            rough: {
              meta: { owner: 'smith' },
              on: { strike: { actions: 'struck' } },
              always: { guard: 'enough', target: 'shaped', actions: ['note', 'struck'] },
            },
            shaped: { type: 'final' },
          },
        },
        coat: {
          initial: 'bare',
          states: {
            bare: {
              meta: { owner: 'painter', due: 'dry' },
              after: { dry: { actions: 'note' }, polish: { actions: 'note' } },
              on: { paint: 'painted' },
            },
            painted: { type: 'final' },
          },
        },
        last: { type: 'history', history: 'deep' },
      },
    },
    paused: { meta: { owner: 'smith', waits: text }, on: { proceed: 'making.last', redo: 'making' } },
    review: { meta: { owner: 'painter', waits: text }, on: { accept: 'accepted', redo: 'making' } },
    spinning: {
      meta: { owner: 'smith', waits: text },
      initial: 'turn',
      onDone: 'spinning',
      on: { accept: 'accepted' },
      states: { turn: { type: 'final' } },
    },
    accepted: { meta: { closes: 'accepted' }, after: { archive: 'archived' }, on: { reopen: 'making' } },
    archived: { type: 'final', meta: { closes: 'accepted' } },
  },
});
