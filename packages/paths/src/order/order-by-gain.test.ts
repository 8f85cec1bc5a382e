import { tieredResponse } from '@bihuan/processes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { readSuite } from '../cases/read-suite.ts';
import type { Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { essay } from '../generate/essay.fixture.ts';
import { generate } from '../generate/generate.ts';
import { generateMachine } from '../generate/generate-machine.ts';
import { randomMachines } from '../random-machines.fixture.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { orderByGain } from './order-by-gain.ts';
import { shownBy } from './shown-by-steps.ts';
import { withinBudget } from './within-budget.ts';

/** Suites by the numbers of the transitions that each step of each path takes. */
const suiteOf = (taken: readonly (readonly (readonly number[])[])[]): Suite => {
  const ids = [...new Set(taken.flat(2))].map((each) => `transition:${each}`);
  const text = { zh: 'x', en: 'x' };
  const paths = taken.map((steps, index) => ({
    id: `p-${index}`,
    title: text,
    steps: steps.map((transitions) => ({
      kind: 'command' as const,
      command: `c${index}`,
      ...{ actor: null, label: text, from: [], transitions: transitions.map(String), expect: { outcome: 'applied', states: [] } },
    })),
    covers: [],
  }));
  const steps = taken.flat().length;
  return {
    ...{ format: 'bihuan-paths/1', process: 'random', version: 1, hash: 'h', title: text, cover: ['transitions'], seed: 1, cast: [] },
    ...{ startMs: 0, calendar: 'every-day', paths },
    obligations: ids.map((id) => ({ id, criterion: 'transitions', label: text, covered: true })),
    totals: { paths: paths.length, steps, lowerBound: null, covered: ids.length, coverable: ids.length, notExplored: [] },
  };
};
const step = fc.array(fc.nat({ max: 12 }), { maxLength: 3 });
const suites = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 7 }).map(suiteOf);

const coveredBy = (paths: Suite['paths']) => new Set(paths.flatMap(({ steps }) => steps.flatMap(({ transitions }) => transitions)));
const stepsIn = (paths: Suite['paths']) => paths.reduce((sum, { steps }) => sum + steps.length, 0);

describe('a suite ordered by gain', () => {
  it('is the same paths, each the one of those left that covers most that is new per step', () => {
    fc.assert(
      fc.property(suites, (suite) => {
        const { paths } = orderByGain(suite);
        expect(paths.map(({ id }) => id).sort()).toEqual(suite.paths.map(({ id }) => id).sort());
        const gains = paths.map((_, at) => {
          const before = coveredBy(paths.slice(0, at));
          const perStep = (path: Suite['paths'][number]) =>
            [...coveredBy([path])].filter((id) => !before.has(id)).length / path.steps.length;
          expect(perStep(paths[at]!)).toBe(Math.max(...paths.slice(at).map(perStep)));
          return perStep(paths[at]!);
        });
        expect(gains).toEqual([...gains].sort((a, b) => b - a));
        expect(paths.flatMap(({ covers }) => covers).sort()).toEqual(suite.obligations.map(({ id }) => id).sort());
      }),
    );
  });

  it('has covered, after any of its paths, 63% of the most that any of them could in as many steps', () => {
    fc.assert(
      fc.property(suites, (suite) => {
        const { paths } = orderByGain(suite);
        const choices = Array.from({ length: 2 ** paths.length }, (_, bits) => paths.filter((_, index) => bits & (1 << index)));
        for (let count = 1; count <= paths.length; count++) {
          const first = paths.slice(0, count);
          const fitting = choices.filter((each) => stepsIn(each) <= stepsIn(first));
          const most = Math.max(...fitting.map((each) => coveredBy(each).size));
          expect(coveredBy(first).size).toBeGreaterThanOrEqual((1 - 1 / Math.E) * most);
        }
      }),
    );
  });
});

describe('a suite within a budget', () => {
  it('never takes more, and calls covered exactly what its steps show', () => {
    fc.assert(
      fc.property(suites, fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 8 }), (suite, steps, tests) => {
        const cut = readSuite(withinBudget(suite, { steps, tests }));
        expect(cut.totals.steps).toBeLessThanOrEqual(steps);
        expect(cut.totals.paths).toBeLessThanOrEqual(tests);
        const shown = [...coveredBy(cut.paths)].map((id) => `transition:${id}`);
        expect(
          cut.obligations
            .filter(({ covered }) => covered)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(shown.sort());
        expect(cut.totals.coverable).toBe(suite.totals.coverable);
        if (cut.totals.covered < suite.totals.covered) expect(cut.totals.notExplored.join()).toContain('leaves out');
      }),
    );
  });

  it('covers at least as much with more of it', () => {
    fc.assert(
      fc.property(suites, fc.integer({ min: 1, max: 25 }), (suite, tests) => {
        const [less, more] = [tests, tests + 1].map((each) => withinBudget(suite, { tests: each }).totals.covered);
        expect(more).toBeGreaterThanOrEqual(less!);
      }),
    );
  });

  it('cuts a single long tour where the budget ends, and says what that leaves out', () => {
    const ring = createMachine({
      id: 'ring',
      initial: 's0',
      states: Object.fromEntries([0, 1, 2, 3, 4, 5].map((at) => [`s${at}`, { on: { NEXT: `s${(at + 1) % 6}` } }])),
    } as never);
    const suite = generateMachine(ring, { budget: { steps: 4 } });
    expect(suite.paths.map(({ steps, title }) => [steps.length, title.en])).toEqual([[4, expect.stringContaining('(the first 4 steps)')]]);
    expect(suite.totals).toMatchObject({ covered: 3, coverable: 6, lowerBound: null });
    expect(suite.totals.notExplored).toEqual([
      'the budget (4 steps) leaves out 3 of 6 obligations that can be covered: the whole suite takes 1 paths and 7 steps',
    ]);
  });

  it('counts seconds with the steps that the engine was measured to take, or with those of your own system', () => {
    const door = createMachine({ id: 'door', initial: 'shut', states: { shut: { on: { OPEN: 'open' } }, open: { on: { SHUT: 'shut' } } } });
    expect(generateMachine(door as never, { budget: { seconds: 30 } }).totals).toMatchObject({ covered: 2, notExplored: [] });
    expect(generateMachine(door as never, { budget: { seconds: 4, stepsPerSecond: 0.5 } }).totals).toMatchObject({
      covered: 1,
      notExplored: [expect.stringContaining('4 s, taken for 2 steps at 0.5 a second')],
    });
  });

  it.each([{}, { steps: 0 }, { tests: -1 }, { seconds: 3 }, { seconds: Number.NaN, stepsPerSecond: 2 }])(
    'is refused where it is %j',
    (budget) => {
      expect(() => withinBudget(suiteOf([[[1]]]), budget)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    },
  );
});

it('is seen in its steps, transitions in a row among it', () => {
  fc.assert(
    fc.property(randomMachines(8), (machine) => {
      const suite = generateMachine(machine, { cover: ['states', 'transitions', 'pairs', 'triples'] });
      const bare = suite.paths.map((path) => ({ ...path, covers: [] }));
      const shown = shownBy({ ...suite, paths: bare });
      const covered = suite.obligations.filter((each) => each.covered).map(({ id }) => id);
      expect(new Set(bare.flatMap((path) => shown(path).flat()))).toEqual(new Set(covered));
    }),
    { numRuns: 40 },
  );
});

describe('a budget for a process', () => {
  it('keeps cases that run, and shows in its steps all but answers of rules, contents and moved deadlines', async () => {
    const suite = await generate(tieredResponse, { cover: ['transitions', 'deadlines', 'roles', 'negatives'] });
    const bare = suite.paths.map((path) => ({ ...path, covers: [] }));
    const shown = shownBy({ ...suite, paths: bare });
    const covered = suite.obligations.filter((each) => each.covered).map(({ id }) => id);
    const told = covered.filter((id) => !/^deadline:.*:(extended|suspended)$/.test(id));
    expect(new Set(bare.flatMap((path) => shown(path).flat()))).toEqual(new Set(told));

    const cut = readSuite(withinBudget(suite, { steps: 200 }));
    expect(cut.totals.steps).toBeLessThanOrEqual(200);
    expect(cut.totals.covered).toBeLessThan(suite.totals.covered);
    const { results } = await runSuite(cut, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('leaves a requirement covered where all that it asks for is, and names it only on paths that have a part in it', async () => {
    const requirements = { submitted: ['transition:writing|submit|0'], returned: ['loop:reading|sendBack|0:limit'] };
    const suite = await generate(essay, { cover: ['requirements'], requirements });
    const { obligations, paths } = withinBudget(suite, { steps: 4 });
    const covered = (of: string) => obligations.find(({ id }) => id === `requirement:${of}`)?.covered;
    expect([covered('submitted'), covered('returned')]).toEqual([true, false]);
    expect(paths.map((path) => path.requirements)).toEqual([['submitted']]);
  });
});
