// A process that enters the same state again and again. For the tests of core.
import { z } from 'zod';
import { defineProcess } from './index.ts';

const text = { zh: '文', en: 'text' };

/** Rings again and again, `limit` after the last time, until it is silenced. */
export const bells = (limit: { readonly ms: number }) =>
  defineProcess({
    id: 'bells',
    version: 1,
    roles: ['clerk'],
    opener: ['clerk'],
    input: z.object({}),
    context: z.object({ rung: z.number() }),
    initialContext: () => ({ rung: 0 }),
    commands: { silence: { by: ['clerk'] } },
    assignments: { ring: ({ context }) => ({ rung: context.rung + 1 }) },
    deadlines: { next: limit, until: { ms: 180_000_000 } },
    labels: {
      title: text,
      states: { on: text, ringing: text, off: text },
      commands: { silence: text },
      roles: { clerk: text },
      rules: {},
      deadlines: { next: text, until: text },
      messages: {},
      fields: { rung: text },
      outcomes: { silenced: text },
    },
  }).machine({
    initial: 'on',
    states: {
      on: {
        meta: { owner: 'clerk' },
        initial: 'ringing',
        after: { until: 'off' },
        on: { silence: 'off' },
        states: { ringing: { meta: { owner: 'clerk' }, after: { next: { target: '#bells.on.ringing', actions: 'ring', reenter: true } } } },
      },
      off: { type: 'final', meta: { closes: 'silenced' } },
    },
  });
