// Processes that wake by themselves.
import { defineProcess } from '@bihuan/core';
import { z } from 'zod';

/** Rings by itself after a moment of real time: long enough to be interrupted, short enough to be waited for. */
export const bell = (waitMs: number, isChanged = false) =>
  defineProcess({
    id: 'bell',
    version: 1,
    roles: ['clerk'],
    opener: ['clerk'],
    input: z.object({}),
    context: z.object({ rung: z.number().int() }),
    initialContext: () => ({ rung: 0 }),
    commands: { touch: { by: ['clerk'] } },
    assignments: { counted: ({ context }) => ({ rung: context.rung + 1 }) },
    deadlines: { ring: { ms: waitMs } },
    messages: { rang: ({ context }) => ({ rung: context.rung }) },
    labels: {
      title: { zh: '铃', en: 'Bell' },
      states: { waiting: { zh: '等待', en: 'waiting' }, rung: { zh: '已响', en: 'rung' } },
      commands: { touch: { zh: '碰', en: 'Touch' } },
      roles: { clerk: { zh: '办事员', en: 'clerk' } },
      rules: {},
      deadlines: { ring: { zh: '响铃', en: 'ring' } },
      messages: { rang: { zh: '响了', en: 'rang' } },
      fields: { rung: { zh: '响铃次数', en: 'times rung' } },
      outcomes: { rung: { zh: '已响', en: 'rung' } },
    },
  }).machine({
    initial: 'waiting',
    on: isChanged ? {} : { touch: {} },
    states: {
      waiting: { meta: { owner: 'clerk' }, after: { ring: 'rung' }, on: isChanged ? { touch: 'rung' } : {} },
      rung: { type: 'final', entry: ['counted', 'rang'], meta: { closes: 'rung' } },
    },
  });

/** An hour, until it is set to a moment of real time. */
export const alarm = defineProcess({
  id: 'alarm',
  version: 1,
  roles: ['clerk'],
  opener: ['clerk'],
  input: z.object({}),
  context: z.object({}),
  initialContext: () => ({}),
  commands: { set: { by: ['clerk'], payload: z.object({ ms: z.number().int() }) } },
  deadlines: { first: { ms: 3_600_000 }, next: ({ payload }) => ({ ms: (payload as { readonly ms: number }).ms }) },
  labels: {
    title: { zh: '闹钟', en: 'Alarm' },
    states: { waiting: { zh: '等待', en: 'waiting' }, set: { zh: '已设', en: 'set' }, rung: { zh: '已响', en: 'rung' } },
    commands: { set: { zh: '设定', en: 'Set' } },
    roles: { clerk: { zh: '办事员', en: 'clerk' } },
    rules: {},
    deadlines: { first: { zh: '初定', en: 'first' }, next: { zh: '再定', en: 'next' } },
    messages: {},
    fields: { ms: { zh: '毫秒', en: 'ms' } },
    outcomes: { rung: { zh: '已响', en: 'rung' } },
  },
}).machine({
  initial: 'waiting',
  states: {
    waiting: { meta: { owner: 'clerk' }, after: { first: 'rung' }, on: { set: 'set' } },
    set: { meta: { owner: 'clerk' }, after: { next: 'rung' }, on: { set: { target: 'set', reenter: true } } },
    rung: { type: 'final', meta: { closes: 'rung' } },
  },
});
