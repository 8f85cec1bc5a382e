import { defineProcess } from '@bihuan/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { generate } from '../generate/generate.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { pairwise, type Row } from './pairwise.ts';

const sizesOf = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 });

function pairsOf(sizes: readonly number[]): readonly (readonly [number, number, number, number])[] {
  return sizes.flatMap((size, field) =>
    sizes
      .slice(field + 1)
      .flatMap((otherSize, index) =>
        Array.from({ length: size * otherSize }, (_, at) => [field, at % size, field + 1 + index, Math.floor(at / size)] as const),
      ),
  );
}
const holds = (rows: readonly Row[], [field, choice, other, otherChoice]: readonly number[]) =>
  rows.some((row) => row[field!] === choice && row[other!] === otherChoice);

describe('pairwise rows', () => {
  it('hold every two choices of different fields, in far fewer rows than all choices together', () => {
    fc.assert(
      fc.property(sizesOf, (sizes) => {
        const { rows, refused } = pairwise(sizes, () => true);
        expect(pairsOf(sizes).filter((pair) => !holds(rows, pair))).toEqual([]);
        expect(refused).toEqual([]);
        const [first = 1, second = 1] = [...sizes].sort((a, b) => b - a);
        expect(rows.length).toBeLessThanOrEqual(3 * first * second);
      }),
    );
  });

  it('are accepted ones only, and say which two choices none of those tried holds', () => {
    fc.assert(
      fc.property(sizesOf, fc.integer({ min: 2, max: 7 }), (sizes, modulus) => {
        const accepts = (row: Row) => row.reduce((sum, choice, field) => sum + choice * (field + 1), 0) % modulus !== 0;
        const { rows, refused } = pairwise(sizes, accepts);
        expect(rows.every(accepts)).toBe(true);
        for (const pair of pairsOf(sizes)) expect(holds(rows, pair)).toBe(!refused.some((each) => `${each}` === `${pair}`));
      }),
    );
  });
});

const text = { zh: '文', en: 'text' };

/** An order: express only up to 5, which the schema knows; large ones by card, which a rule knows. */
const order = defineProcess({
  id: 'order',
  version: 1,
  roles: ['buyer'],
  opener: ['buyer'],
  input: z.object({}),
  context: z.object({}),
  initialContext: () => ({}),
  commands: {
    place: {
      by: ['buyer'],
      payload: z
        .object({
          count: z.int().min(1).max(50),
          pay: z.enum(['cash', 'card']),
          speed: z.enum(['normal', 'express']),
          note: z.string().max(3).optional(),
        })
        .refine(({ count, speed }) => speed === 'normal' || count <= 5),
    },
    cancel: { by: ['buyer'] },
  },
  payloadRules: { place: { isPayable: ({ payload }) => payload.count <= 10 || payload.pay === 'card' } },
  labels: {
    title: text,
    states: { empty: text, placed: text },
    commands: { place: text, cancel: text },
    roles: { buyer: text },
    rules: { isPayable: text },
    deadlines: {},
    messages: {},
    fields: { count: text, pay: text, speed: text, note: text },
    outcomes: { placed: text },
  },
}).machine({
  initial: 'empty',
  states: {
    empty: { meta: { owner: 'buyer', waits: text }, on: { place: { guard: 'isPayable', target: 'placed' }, cancel: 'placed' } },
    placed: { type: 'final', meta: { closes: 'placed' } },
  },
});

describe('combined payloads', () => {
  const suiteOf = generate(order, { cover: ['combinations'] });
  const placed = async () => (await suiteOf).paths.flatMap(({ steps }) => steps.filter(({ command }) => command === 'place'));

  it('hold every two values of different fields that the schema accepts together', async () => {
    const sent = (await placed()).map(({ payload }) => payload as Record<string, unknown>);
    for (const pay of ['cash', 'card'])
      for (const count of [1, 3, 50])
        expect([pay, count, sent.some((each) => each.pay === pay && each.count === count)]).toEqual([pay, count, true]);
    for (const pay of ['cash', 'card'])
      for (const speed of ['normal', 'express'])
        expect([pay, speed, sent.some((each) => each.pay === pay && each.speed === speed)]).toEqual([pay, speed, true]);
    expect(sent.some((each) => each.note === undefined) && sent.some((each) => each.note !== undefined)).toBe(true);
  });

  it('are sent as cases where they are accepted, and as refusals where a rule refuses them', async () => {
    for (const { payload, negative, expect: seen } of await placed()) {
      const { count, pay, speed } = payload as { count: number; pay: string; speed: string };
      expect(speed === 'normal' || count <= 5).toBe(true);
      const isPayable = count <= 10 || pay === 'card';
      expect([seen.outcome, negative === true]).toEqual(isPayable ? ['applied', false] : ['refused', true]);
      if (!isPayable) expect(seen.reasons).toEqual([{ code: 'rule', rule: 'isPayable' }]);
    }
  });

  it('are not asked for where the schema refuses them, which is said', async () => {
    const { obligations, totals } = await suiteOf;
    expect(obligations.some(({ id }) => id.includes('count=most 50,speed=express'))).toBe(false);
    expect(totals.covered).toBe(totals.coverable);
    expect(totals.notExplored).toContainEqual(expect.stringContaining('3 of two values were accepted by the schema in no filling tried'));
  });

  it('are walked on the engine as they say', async () => {
    const { results } = await runSuite(await suiteOf, engineDriver(order, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});
