import { days, defineProcess } from '@bihuan/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { explore } from './explore.ts';
import { processModel } from './process-model.ts';

const text = { zh: '文', en: 'text' };

/** A vote of three: what each says makes no difference until all are counted. */
const vote = (said: z.ZodType, isYes: (value: any) => boolean) =>
  defineProcess({
    id: 'vote',
    version: 1,
    roles: ['member'],
    opener: ['member'],
    input: z.object({}),
    context: z.object({ votes: z.array(z.any()) }),
    initialContext: () => ({ votes: [] as unknown[] }),
    commands: { say: { by: ['member'], payload: z.object({ said }) }, count: { by: ['member'] } },
    rules: {
      isLeft: ({ context }) => context.votes.length < 3,
      isCarried: ({ context }) => context.votes.length === 3 && context.votes.filter(isYes).length >= 2,
      isLost: ({ context }) => context.votes.length === 3 && context.votes.filter(isYes).length < 2,
    },
    updates: { say: ({ context, payload }) => ({ votes: [...context.votes, payload.said] }) },
    deadlines: { close: days(3) },
    labels: {
      title: text,
      states: { voting: text, carried: text, lost: text, lapsed: text },
      commands: { say: text, count: text },
      roles: { member: text },
      rules: { isLeft: text, isCarried: text, isLost: text },
      deadlines: { close: text },
      messages: {},
      fields: { votes: text, said: text },
      outcomes: { carried: text, lost: text, lapsed: text },
    },
  }).machine({
    initial: 'voting',
    states: {
      voting: {
        meta: { owner: 'member' },
        after: { close: 'lapsed' },
        on: {
          say: { guard: 'isLeft', target: 'voting' },
          count: [
            { guard: 'isCarried', target: 'carried' },
            { guard: 'isLost', target: 'lost' },
          ],
        },
      },
      carried: { type: 'final', meta: { closes: 'carried' } },
      lost: { type: 'final', meta: { closes: 'lost' } },
      lapsed: { type: 'final', meta: { closes: 'lapsed' } },
    },
  });

it.each([
  ['yes or no', z.boolean(), (value: boolean) => value],
  ['one of a few', z.enum(['against', 'for']), (value: string) => value === 'for'],
  ['a mark of one to five', z.int().min(1).max(5), (value: number) => value > 2],
] as const)('an answer (%s) is tried everywhere, though it makes no difference before it is counted', (_, said, isYes) => {
  const { graph, notExplored } = explore(processModel(vote(said, isYes as never)));
  expect(notExplored).toEqual([]);
  expect(new Set(graph.ended.values())).toEqual(new Set(['carried', 'lost', 'lapsed']));
});
