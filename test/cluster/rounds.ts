// The process under load: every note sends a message, and a deadline falls due while notes come in.
import { defineProcess } from '@bihuan/core';
import { z } from 'zod';

export const ringMs = 3_000;

export const round = defineProcess({
  id: 'round',
  version: 1,
  roles: ['guard'],
  opener: ['guard'],
  input: z.object({}),
  context: z.object({ notes: z.number().int(), last: z.string(), rung: z.number().int() }),
  initialContext: () => ({ notes: 0, last: '', rung: 0 }),
  commands: { note: { by: ['guard'], payload: z.object({ text: z.string() }) }, end: { by: ['guard'] } },
  updates: { note: ({ context, payload }) => ({ notes: context.notes + 1, last: payload.text }) },
  assignments: { counted: ({ context }) => ({ rung: context.rung + 1 }) },
  deadlines: { ring: { ms: ringMs } },
  messages: { noted: ({ context }) => ({ text: context.last }), rang: ({ context }) => ({ rung: context.rung }) },
  labels: {
    title: { zh: '巡查', en: 'Round' },
    states: {
      walking: { zh: '巡查中', en: 'walking' },
      overdue: { zh: '逾时', en: 'overdue' },
      ended: { zh: '已结束', en: 'ended' },
    },
    commands: { note: { zh: '记录', en: 'Note' }, end: { zh: '结束', en: 'End' } },
    roles: { guard: { zh: '巡查员', en: 'guard' } },
    rules: {},
    deadlines: { ring: { zh: '提醒', en: 'ring' } },
    messages: { noted: { zh: '已记录', en: 'noted' }, rang: { zh: '已提醒', en: 'rang' } },
    fields: {
      notes: { zh: '记录数', en: 'notes' },
      last: { zh: '最近记录', en: 'last note' },
      rung: { zh: '提醒次数', en: 'times rung' },
      text: { zh: '内容', en: 'text' },
    },
    outcomes: { ended: { zh: '已结束', en: 'ended' } },
  },
}).machine({
  initial: 'walking',
  states: {
    walking: {
      meta: { owner: 'guard' },
      after: { ring: { target: 'overdue', actions: ['counted', 'rang'] } },
      on: { note: { actions: 'noted' }, end: 'ended' },
    },
    overdue: {
      meta: { owner: 'guard', waits: { zh: '由巡查员结束', en: 'the guard ends it' } },
      on: { note: { actions: 'noted' }, end: 'ended' },
    },
    ended: { type: 'final', meta: { closes: 'ended' } },
  },
});
