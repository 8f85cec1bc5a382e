import { tieredResponse } from '@bihuan/processes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, createMachine } from 'xstate';
import type { Suite } from '../cases/suite.ts';
import { essay } from '../generate/essay.fixture.ts';
import { generate } from '../generate/generate.ts';
import { generateMachine } from '../generate/generate-machine.ts';

/** Machines without guards, every state but the last listening to some events. */
const machines = fc.array(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 9 }).map((targets) => {
  const states = targets.map((each, index) => [
    `s${index}`,
    index === targets.length - 1
      ? { type: 'final' }
      : { on: Object.fromEntries(each.map((to, event) => [`E${event}`, `s${to % targets.length}`])) },
  ]);
  return createMachine({ id: 'random', initial: 's0', states: Object.fromEntries(states) } as never);
});

/** Rows of transitions as the steps of a suite have them: what the obligations are held against. */
const rowsIn = ({ paths }: Suite, kind: string, length: number): ReadonlySet<string> =>
  new Set(
    paths.flatMap(({ steps }) => {
      const taken = steps.flatMap((step) => step.transitions);
      return taken.slice(length - 1).map((_, index) => `${kind}:${taken.slice(index, index + length).join('>')}`);
    }),
  );
const covered = ({ obligations }: Suite, criterion: string) =>
  obligations.filter((each) => each.criterion === criterion && each.covered).map(({ id }) => id);

describe('transitions in a row', () => {
  it.each([
    ['pairs', 'pair', 2],
    ['triples', 'triple', 3],
  ] as const)('are all taken, %s in hardly more steps than the bound where nothing interferes', (criterion, kind, length) => {
    let [steps, least] = [0, 0];
    fc.assert(
      fc.property(machines, (machine) => {
        const suite = generateMachine(machine as never, { cover: [criterion] });
        expect(new Set(covered(suite, criterion))).toEqual(rowsIn(suite, kind, length));
        expect(suite.totals.covered).toBe(suite.totals.coverable);
        steps += suite.totals.steps;
        least += suite.totals.lowerBound!;
        expect(suite.totals.steps).toBeGreaterThanOrEqual(suite.totals.lowerBound!);
      }),
      { numRuns: 60 },
    );
    expect(steps / least).toBeLessThan(1.05);
  });

  it('are those that the guards allow: what a counter forbids is not asked for', () => {
    const machine = createMachine({
      id: 'twice',
      initial: 'a',
      context: { times: 0 },
      states: {
        a: {
          on: {
            AGAIN: {
              guard: ({ context }) => context.times < 2,
              target: 'a',
              reenter: true,
              actions: assign({ times: ({ context }) => context.times + 1 }),
            },
            END: 'b',
          },
        },
        b: { type: 'final' },
      },
    });
    const { obligations, totals } = generateMachine(machine as never, { cover: ['pairs', 'triples', 'quadruples'] });
    expect(obligations.map(({ id, covered }) => [id, covered]).sort()).toEqual([
      ['pair:a|AGAIN|0>a|AGAIN|0', true],
      ['pair:a|AGAIN|0>a|END|0', true],
      ['triple:a|AGAIN|0>a|AGAIN|0>a|END|0', true],
    ]);
    expect(totals.steps).toBe(4);
  });

  it('that counters forbid are open until the whole model was explored, and impossible then', async () => {
    const pair = 'pair:paused|goOn|0>writing|pause|0';
    const suite = (limits: object) => generate(essay, { cover: ['pairs', 'roundTrips'], ...limits });
    const planned = await suite({});
    const proven = await suite({ limits: { states: 10_000 } });
    const of = ({ obligations }: Suite) => obligations.find(({ id }) => id === pair);
    expect(of(planned)).toMatchObject({ covered: false });
    expect(of(planned)).not.toHaveProperty('excluded');
    expect(of(proven)).toMatchObject({ covered: false, excluded: expect.stringContaining('cannot happen') });
    expect(proven.totals).toMatchObject({ covered: proven.totals.coverable, notExplored: [] });
  });

  it('of a process are gone for, and those that no case came by are named', async () => {
    const suite = await generate(tieredResponse, { cover: ['pairs'] });
    const pairs = suite.obligations.filter(({ criterion }) => criterion === 'pairs');
    expect(new Set(covered(suite, 'pairs'))).toEqual(rowsIn(suite, 'pair', 2));
    const open = pairs.filter((each) => !each.covered).map(({ id }) => id);
    // After a rating, or its deadline, the case has been disputed before: there only the last branch is left.
    expect(open).toContain('pair:whistle.rating|rate|0>confirming|notYet|0');
    expect(suite.totals.notExplored).toEqual([expect.stringContaining(`${open.length} obligations were not reached`)]);
  });
});
