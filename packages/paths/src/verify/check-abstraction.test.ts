import { defineProcess, hours } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { assign, createMachine } from 'xstate';
import { z } from 'zod';
import { verify } from './verify.ts';
import { verifyMachine } from './verify-machine.ts';

const text = { zh: '文', en: 'text' };

/** A petition that needs signatures of two people. `counts` decides what the rule reads. */
const petition = (isEnough = (signed: readonly string[]): boolean => signed.length >= 2) =>
  defineProcess({
    id: 'petition',
    version: 1,
    roles: ['resident'],
    opener: ['resident'],
    input: z.object({}),
    context: z.object({ signed: z.array(z.string()) }),
    initialContext: () => ({ signed: [] as string[] }),
    commands: { sign: { by: ['resident'], payload: z.object({ name: z.enum(['a', 'b', 'c']) }) }, hand: { by: ['resident'] } },
    rules: { isEnough: ({ context }) => isEnough(context.signed) },
    payloadRules: { sign: { isNew: ({ context, payload }) => !context.signed.includes(payload.name) } },
    updates: { sign: ({ context, payload }) => ({ signed: [...context.signed, payload.name] }) },
    deadlines: { collect: hours(48) },
    labels: {
      title: text,
      states: { open: text, handed: text, lapsed: text },
      commands: { sign: text, hand: text },
      roles: { resident: text },
      rules: { isEnough: text, isNew: text },
      deadlines: { collect: text },
      messages: {},
      fields: { signed: text, name: text },
      outcomes: { handed: text, lapsed: text },
    },
  }).machine({
    initial: 'open',
    states: {
      open: {
        meta: { owner: 'resident' },
        after: { collect: 'lapsed' },
        on: { sign: { guard: 'isNew', target: 'open' }, hand: { guard: 'isEnough', target: 'handed' } },
      },
      handed: { type: 'final', meta: { closes: 'handed' } },
      lapsed: { type: 'final', meta: { closes: 'lapsed' } },
    },
  });

describe('an abstraction', () => {
  it('that merges only what behaves alike is said, and proves the same with fewer states', async () => {
    const plain = await verify(petition());
    const proof = await verify(petition(), { abstraction: { signed: (signed: string[]) => [...signed].sort() } });
    expect(proof).toMatchObject({
      sound: 'yes',
      whole: true,
      assumptions: [expect.stringMatching(/signed is told apart .* [1-9]\d* merged cases/)],
    });
    expect(proof.states).toBeLessThan(plain.states);
    expect(plain.assumptions).toEqual([]);
  });

  it('that merges what behaves differently proves nothing, and shows nothing false by what seems not to follow', async () => {
    const sorted = { signed: (signed: string[]) => [...signed].sort() };
    // Merged, nobody could ever hand in what was signed first by anybody but b.
    const first = await verify(
      petition((signed) => signed[0] === 'b'),
      { abstraction: sorted },
    );
    expect(first).toMatchObject({ sound: 'unknown', whole: false, assumptions: [] });
    expect(first.notExplored.join(' ')).toMatch(/signed .* behave differently, in open/);
    expect(await verify(petition(), { abstraction: { signed: 'ignore' } })).toMatchObject({ sound: 'unknown', whole: false });
  });

  it('of a field that is not there is refused', async () => {
    await expect(verify(petition(), { abstraction: { signd: 'ignore' } })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { option: 'abstraction.signd' },
    });
  });
});

describe('a counter of a plain machine', () => {
  const counting = (most: number) =>
    createMachine({
      id: 'count',
      initial: 'a',
      context: { n: 0 },
      states: {
        a: {
          on: {
            INC: { guard: ({ context }) => context.n < most, actions: assign({ n: ({ context }) => context.n + 1 }) },
            END: 'z',
          },
        },
        z: { type: 'final' },
      },
    });

  it('may be counted no further than its guard reads', () => {
    const answers = { P005: 'people decide' };
    const none = counting(Number.POSITIVE_INFINITY);
    expect(verifyMachine(none, { abstraction: { n: { most: 3 } }, answers })).toMatchObject({
      sound: 'yes',
      assumptions: [expect.stringContaining('n is counted to 3')],
    });
    const limited = verifyMachine(counting(6), { abstraction: { n: { most: 3 } }, answers });
    expect(limited).toMatchObject({ sound: 'unknown', whole: false, notExplored: [expect.stringContaining('behave differently, in a')] });
  });
});
