// A small process with counters, for tests of what goes round.
import { defineProcess } from '@bihuan/core';
import { z } from 'zod';

const text = { zh: '文', en: 'text' };

/** An essay that may be sent back twice, paused once, and talked about without end. */
export const essay = defineProcess({
  id: 'essay',
  version: 1,
  roles: ['writer', 'reader'],
  opener: ['writer'],
  input: z.object({}),
  context: z.object({ rounds: z.int(), pauses: z.int() }),
  initialContext: () => ({ rounds: 0, pauses: 0 }),
  commands: {
    submit: { by: ['writer'] },
    pause: { by: ['writer'] },
    goOn: { by: ['writer'] },
    sendBack: { by: ['reader'] },
    talk: { by: ['reader'] },
    accept: { by: ['reader'] },
  },
  rules: { roundsLeft: ({ context }) => context.rounds < 2, pausesLeft: ({ context }) => context.pauses < 1 },
  updates: { sendBack: ({ context }) => ({ rounds: context.rounds + 1 }), pause: ({ context }) => ({ pauses: context.pauses + 1 }) },
  labels: {
    title: text,
    states: { writing: text, paused: text, reading: text, accepted: text },
    commands: { submit: text, pause: text, goOn: text, sendBack: text, talk: text, accept: text },
    roles: { writer: text, reader: text },
    rules: { roundsLeft: text, pausesLeft: text },
    deadlines: {},
    messages: {},
    fields: { rounds: text, pauses: text },
    outcomes: { accepted: text },
  },
}).machine({
  initial: 'writing',
  states: {
    writing: { meta: { owner: 'writer', waits: text }, on: { submit: 'reading', pause: { guard: 'pausesLeft', target: 'paused' } } },
    paused: { meta: { owner: 'writer', waits: text }, on: { goOn: 'writing' } },
    reading: {
      meta: { owner: 'reader', waits: text },
      on: { sendBack: { guard: 'roundsLeft', target: 'writing' }, talk: { target: 'reading', reenter: true }, accept: 'accepted' },
    },
    accepted: { type: 'final', meta: { closes: 'accepted' } },
  },
});
