// One counter and its clerks: what queueing theory knows everything about.
import { defineProcess, hours } from '@bihuan/core';
import { z } from 'zod';

const text = (zh: string, en: string) => ({ zh, en });

/** People wait, are served by a clerk, and go; or are handed on, and somebody else has to check. After so many hours they leave. */
export const counterProcess = (patienceHours = 87_600) =>
  defineProcess({
    id: 'counter',
    version: 1,
    roles: ['clerk', 'checker'],
    opener: ['system'],
    input: z.object({}),
    context: z.object({ servedBy: z.string().nullable(), rounds: z.int() }),
    initialContext: () => ({ servedBy: null, rounds: 0 }),
    commands: { serve: { by: ['clerk'] }, hand: { by: ['clerk'] }, check: { by: ['clerk', 'checker'] }, again: { by: ['clerk'] } },
    rules: { isAnother: ({ context, by }) => context.servedBy !== by.id },
    updates: { hand: ({ by }) => ({ servedBy: by.id }), again: ({ context }) => ({ rounds: context.rounds + 1 }) },
    deadlines: { patience: hours(patienceHours) },
    labels: {
      title: text('窗口', 'Counter'),
      states: {
        waiting: text('等候', 'waiting'),
        served: text('待复核', 'served'),
        done: text('办结', 'done'),
        gone: text('离开', 'gone'),
      },
      commands: {
        serve: text('办理', 'Serve'),
        hand: text('转复核', 'Hand on'),
        check: text('复核', 'Check'),
        again: text('重办', 'Again'),
      },
      roles: { clerk: text('窗口人员', 'clerk'), checker: text('复核人', 'checker') },
      rules: { isAnother: text('须由他人复核', 'somebody else must check') },
      deadlines: { patience: text('等候时限', 'patience') },
      messages: {},
      fields: { servedBy: text('办理人', 'served by'), rounds: text('次数', 'rounds') },
      outcomes: { done: text('办结', 'done'), gone: text('离开', 'gone') },
    },
  }).machine({
    initial: 'waiting',
    states: {
      waiting: {
        meta: { owner: 'clerk' },
        after: { patience: 'gone' },
        on: { serve: 'done', hand: 'served', again: { target: 'waiting', reenter: true } },
      },
      served: {
        meta: { owner: ['clerk', 'checker'], waits: text('直到有人', 'until checked') },
        on: { check: { guard: 'isAnother', target: 'done' } },
      },
      done: { type: 'final', meta: { closes: 'done' } },
      gone: { type: 'final', meta: { closes: 'gone' } },
    },
  });
