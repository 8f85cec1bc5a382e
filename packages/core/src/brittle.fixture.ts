// A process whose deadline cannot be applied: its rule throws. For the tests of core.
import { z } from 'zod';
import { defineProcess, hours } from './index.ts';

const text = { zh: '文', en: 'text' };

export const brittle = defineProcess({
  id: 'brittle',
  version: 1,
  roles: ['clerk'],
  opener: ['clerk'],
  input: z.object({}),
  context: z.object({}),
  initialContext: () => ({}),
  commands: { leave: { by: ['clerk'] } },
  rules: {
    broken: () => {
      throw new Error('broken');
    },
  },
  deadlines: { fuse: hours(1) },
  labels: {
    title: text,
    states: { waiting: text, gone: text },
    commands: { leave: text },
    roles: { clerk: text },
    rules: { broken: text },
    deadlines: { fuse: text },
    messages: {},
    fields: {},
    outcomes: { gone: text },
  },
}).machine({
  initial: 'waiting',
  states: {
    waiting: { meta: { owner: 'clerk' }, after: { fuse: { guard: 'broken', target: 'gone' } }, on: { leave: 'gone' } },
    gone: { type: 'final', meta: { closes: 'gone' } },
  },
});
