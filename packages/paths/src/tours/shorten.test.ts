import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorten } from './shorten.ts';
import type { Walked } from './tour.ts';

const step = (...meets: string[]): Walked => ({
  ...{ label: { kind: 'command', name: meets.join(), actor: null }, before: null, transitions: [], waitMs: 0, offsetMs: 0 },
  meets,
});
const everything = { has: () => true };
const allMet = (tours: readonly { readonly steps: readonly Walked[] }[]) =>
  new Set(tours.flatMap(({ steps }) => steps.flatMap(({ meets = [] }) => meets)));

describe('shortened tours', () => {
  it('leave out what a longer one does anyway', () => {
    const long = { steps: [step('a'), step('b'), step('c')], covers: [] };
    const short = { steps: [step('a'), step('b')], covers: [] };
    expect(shorten([long, short], everything)).toEqual([{ steps: long.steps, covers: ['a', 'b', 'c'] }]);
  });

  it('end with the last thing that only they do', () => {
    const tours = [
      { steps: [step('a'), step('b'), step('c')], covers: [] },
      { steps: [step('a'), step('d'), step('c')], covers: [] },
    ];
    expect(shorten(tours, everything).map(({ steps }) => steps.length)).toEqual([2, 3]);
  });

  it('do not keep what nobody wants', () => {
    expect(shorten([{ steps: [step('a'), step('b')], covers: [] }], new Set(['a']))).toEqual([{ steps: [step('a')], covers: ['a'] }]);
  });

  const id = fc.constantFrom(...'abcdefgh');
  const tour = fc
    .array(fc.array(id, { maxLength: 3 }), { minLength: 1, maxLength: 8 })
    .map((steps) => ({ steps: steps.map((ids) => step(...ids)), covers: [] }));
  it('meet all that was met before, each beginning as it did, and cover each once', () => {
    fc.assert(
      fc.property(fc.array(tour, { maxLength: 8 }), (tours) => {
        const short = shorten(tours, everything);
        expect(allMet(short)).toEqual(allMet(tours));
        const covers = short.flatMap((each) => each.covers);
        expect(covers.length).toBe(new Set(covers).size);
        expect(new Set(covers)).toEqual(allMet(tours));
        for (const { steps } of short) expect(tours.some((each) => steps.every((one, index) => one === each.steps[index]))).toBe(true);
      }),
    );
  });
});
