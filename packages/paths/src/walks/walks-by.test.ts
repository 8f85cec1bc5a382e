import { tieredResponse } from '@bihuan/processes';
import { getShortestPaths, getSimplePaths } from '@xstate/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine } from 'xstate';
import { readSuite } from '../cases/read-suite.ts';
import type { Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { generate } from '../generate/generate.ts';
import { generateMachine } from '../generate/generate-machine.ts';
import { randomMachines } from '../random-machines.fixture.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import type { By } from './walks-by.ts';

const statesOf = ({ steps }: Suite['paths'][number]) => steps.map(({ expect: { states } }) => states.join(' '));
const timesTaken = ({ paths }: Suite, id: string) =>
  paths.flatMap(({ steps }) => steps.flatMap(({ transitions }) => transitions)).filter((each) => `transition:${each}` === id).length;
const covered = ({ obligations }: Suite) => obligations.filter((each) => each.covered).map(({ id }) => id);

const errand = createMachine({
  id: 'errand',
  initial: 'asked',
  states: {
    asked: { on: { TAKE: 'taken', REFUSE: 'refused' } },
    taken: { on: { DO: 'done', BACK: 'asked' } },
    refused: { type: 'final' },
    done: { type: 'final' },
  },
});

describe('a shortest path to each obligation', () => {
  it('is as long as @xstate/graph says for each state, and ends in it', () => {
    fc.assert(
      fc.property(randomMachines(20), (machine) => {
        const suite = readSuite(generateMachine(machine, { cover: ['states'], by: 'shortest' }));
        const theirs = getShortestPaths(machine) as readonly { readonly state: { readonly value: string }; readonly weight: number }[];
        const lengths = Object.fromEntries(theirs.map(({ state, weight }) => [`state:${state.value}`, weight]));
        for (const { covers, steps } of suite.paths) {
          expect(covers).toEqual([`state:${statesOf({ steps } as never).at(-1)}`]);
          expect(steps.length - 1).toBe(lengths[covers[0]!]);
        }
        expect(covered(suite).sort()).toEqual(Object.keys(lengths).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('comes by each transition and each pair with its last step', () => {
    const transitions = generateMachine(errand as never, { by: 'shortest' });
    expect(transitions.paths.map(({ covers, steps }) => [covers, steps.length])).toEqual([
      [['transition:asked|TAKE|0'], 2],
      [['transition:asked|REFUSE|0'], 2],
      [['transition:taken|DO|0'], 3],
      [['transition:taken|BACK|0'], 3],
    ]);
    const pairs = generateMachine(errand as never, { cover: ['pairs'], by: 'shortest' });
    expect(pairs.paths.map(({ steps }) => steps.length)).toEqual([3, 3, 4, 4]);
    expect(pairs.totals.covered).toBe(pairs.totals.coverable);
  });

  it('of a process runs on the engine, and no tour comes by a transition sooner', async () => {
    const suite = readSuite(await generate(tieredResponse, { cover: ['transitions', 'roles'], by: 'shortest' }));
    const tours = await generate(tieredResponse);
    const soonest = (of: Suite, id: string) =>
      Math.min(
        ...of.paths.map(({ steps }) => {
          const moves = steps.filter((step) => !step.negative && step.time?.offsetMs !== -1);
          const at = moves.findIndex(({ transitions }) => transitions.includes(id));
          return at < 0 ? Number.POSITIVE_INFINITY : at;
        }),
      );
    const ids = tours.paths.flatMap(({ steps }) => steps.flatMap(({ transitions }) => transitions));
    expect(ids.filter((id) => soonest(suite, id) > soonest(tours, id))).toEqual([]);
    expect(suite.obligations.filter((each) => !each.covered && each.criterion === 'transitions')).toEqual([]);
    const { results } = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

describe('random walks', () => {
  it('are the same from the same seed, and others from another', () => {
    const ids = (seed: number) =>
      generateMachine(errand as never, { by: { random: { until: 1, walks: 5 } }, seed }).paths.map(({ id }) => id);
    expect(ids(3)).toEqual(ids(3));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => ids(seed).join())).size).toBeGreaterThan(1);
  });

  it('take only moves that are possible, and call covered only what they took', () => {
    fc.assert(
      fc.property(randomMachines(12), fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 12 }), (machine, seed, steps) => {
        const suite = readSuite(generateMachine(machine, { by: { random: { walks: 4, steps } }, seed }));
        expect(suite.paths.every((path) => path.steps.length <= steps)).toBe(true);
        const taken = new Set(suite.paths.flatMap((path) => path.steps.flatMap(({ transitions }) => transitions)));
        expect(covered(suite).sort()).toEqual([...taken].map((id) => `transition:${id}`).sort());
        // What cannot happen is known from exploring: it is not what a few walks did not come by.
        const tours = generateMachine(machine);
        expect(suite.totals.coverable).toBe(tours.totals.coverable);
        expect(suite.totals.notExplored.length > 0).toBe(suite.totals.covered < suite.totals.coverable);
      }),
      { numRuns: 60 },
    );
  });

  it('end when a fraction is covered, or when nothing new has come for a while', () => {
    const half = generateMachine(errand as never, { by: { random: { until: 0.5 } } });
    expect(half.totals.covered).toBe(2);
    expect(half.totals.notExplored[0]).toContain('until 0.5 of what can be covered was');
    const loop = createMachine({
      id: 'loop',
      initial: 'a',
      context: { turns: 0 },
      states: {
        a: {
          on: {
            TURN: { actions: assign({ turns: ({ context }) => (context.turns + 1) % 50 }) },
            LEAVE: { target: 'b', guard: ({ context }) => context.turns === 49 },
          },
        },
        b: {},
      },
    });
    const bored = generateMachine(loop as never, { by: { random: { walks: 1, steps: 1000, patience: 7 } } });
    expect(bored.totals).toMatchObject({ steps: 9, covered: 1, coverable: 2 });
    expect(bored.totals.notExplored[0]).toContain('until 7 moves in a row met nothing new');
  });

  it('of a process never send what is refused, and run on the engine', async () => {
    const suite = readSuite(await generate(tieredResponse, { by: { random: { walks: 12, steps: 15 } }, seed: 5 }));
    expect(suite.paths.length).toBe(12);
    expect(new Set(suite.paths.flatMap(({ steps }) => steps.map(({ expect: { outcome } }) => outcome)))).toEqual(new Set(['applied']));
    const { results } = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

describe('simple paths', () => {
  it('are those of @xstate/graph to the same states', () => {
    fc.assert(
      fc.property(randomMachines(6), (machine) => {
        const suite = readSuite(generateMachine(machine, { by: { simple: { to: 's1', paths: 100_000 } } }));
        const toState = ({ value }: { readonly value: unknown }) => value === 's1';
        const theirs = getSimplePaths(machine, { toState } as never) as readonly {
          readonly steps: readonly { readonly event: { readonly type: string } }[];
        }[];
        const events = theirs.map(({ steps }) => steps.map(({ event }) => event.type).join(' '));
        const ours = suite.paths.map(({ steps }) => steps.map(({ command }) => command).join(' '));
        expect(ours.sort()).toEqual([...new Set(events)].sort());
        for (const path of suite.paths) expect(new Set(statesOf(path)).size).toBe(path.steps.length);
      }),
      { numRuns: 60 },
    );
  });

  it('come by no state twice, also where transitions in a row are to be covered', () => {
    const pairs = generateMachine(errand as never, { cover: ['pairs'], by: 'simple' });
    expect(pairs.paths.map(({ steps }) => steps.length)).toEqual([2, 3]);
    expect(pairs.totals).toMatchObject({ covered: 1, coverable: 4 });
  });

  it('lead to the ends, the short ones first, and say where they stopped and what is not in', () => {
    const all = generateMachine(errand as never, { by: 'simple' });
    expect(all.paths.map((path) => statesOf(path))).toEqual([
      ['asked', 'refused'],
      ['asked', 'taken', 'done'],
    ]);
    expect(all.totals.notExplored).toEqual([expect.stringContaining('obligations not come by: 1')]);
    const one = generateMachine(errand as never, { by: { simple: { paths: 1 } } });
    expect(one.paths.length).toBe(1);
    expect(one.totals.notExplored[0]).toBe(
      'stopped at 1 simple paths: simple paths of fewer than 3 moves are all in, longer ones only in part or not at all',
    );
    expect(generateMachine(errand as never, { by: { simple: { depth: 2 } } }).totals.notExplored[0]).toContain('of more than 2 moves');
    let now = 0;
    const to = Array.from({ length: 12 }, (_, at) => `s${at}`);
    const everywhere = { on: Object.fromEntries(to.map((state) => [state, state])) };
    const dense = createMachine({
      id: 'dense',
      initial: 's0',
      states: Object.fromEntries(to.map((state) => [state, everywhere])),
    } as never);
    const slow = generateMachine(dense as never, { by: { simple: { to: 's9', paths: 1e6, ms: 5 } }, limits: { clock: () => now++ } });
    expect(slow.totals.notExplored[0]).toMatch(/^stopped after 5 ms: simple paths of fewer than \d moves are all in/);
  });

  it('of a process run on the engine', async () => {
    const suite = readSuite(await generate(tieredResponse, { by: { simple: { paths: 30 } } }));
    expect(suite.paths.length).toBeGreaterThan(20);
    expect(suite.totals.notExplored).toContainEqual(expect.stringContaining('stopped at 30 simple paths'));
    const { results } = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

describe('walks by risk', () => {
  it('come by everything once, and by what weighs more as many times', () => {
    const weight = fc.constantFrom(0.5, 1, 2, 3, 7);
    fc.assert(
      fc.property(randomMachines(10), fc.array(weight, { minLength: 40, maxLength: 40 }), (machine, drawn) => {
        const tours = generateMachine(machine);
        const ids = covered(tours);
        const risk = Object.fromEntries(ids.map((id, index) => [id, drawn[index % 40]!]));
        const suite = readSuite(generateMachine(machine, { by: { risk } }));
        expect(suite.totals).toMatchObject({ covered: tours.totals.covered, notExplored: [] });
        for (const id of ids) expect(timesTaken(suite, id)).toBeGreaterThanOrEqual(Math.ceil(risk[id]!));
      }),
      { numRuns: 60 },
    );
  });

  it('begin with what weighs most, and leave out what weighs nothing, with that as the reason', () => {
    const suite = generateMachine(errand as never, {
      by: { risk: { 'command:REFUSE': 9, 'transition:taken|BACK|0': 0, 'command:DO': 3 } },
    });
    expect(statesOf(suite.paths[0]!)).toEqual(['asked', 'refused']);
    expect([timesTaken(suite, 'transition:asked|REFUSE|0'), timesTaken(suite, 'transition:taken|DO|0')]).toEqual([9, 3]);
    expect(suite.obligations.find(({ id }) => id === 'transition:taken|BACK|0')).toMatchObject({
      covered: false,
      excluded: 'left out: its weight is 0',
    });
    expect(suite.totals).toMatchObject({ covered: 3, coverable: 3, notExplored: [] });
  });

  it('of a process run on the engine, what weighs more first', async () => {
    const suite = readSuite(await generate(tieredResponse, { by: { risk: { 'command:raise': 4 } } }));
    expect(suite.totals).toMatchObject({ covered: 46, notExplored: [] });
    const raised = covered(suite).filter((id) => id.includes('|raise|'));
    expect(raised.length).toBeGreaterThan(0);
    for (const id of raised) expect(timesTaken(suite, id)).toBeGreaterThanOrEqual(4);
    expect(suite.paths[0]!.covers.some((id) => raised.includes(id))).toBe(true);
    const { results } = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

/** Delays that overtake each other, a counter that guards a way, nested states. */
const timed = fc
  .array(fc.record({ to: fc.nat({ max: 6 }), late: fc.nat({ max: 6 }), ms: fc.constantFrom(10, 20, 30), nested: fc.boolean() }), {
    minLength: 2,
    maxLength: 6,
  })
  .map((rows) => {
    const count = assign({ turns: ({ context }: any) => Math.min(context.turns + 1, 3) } as never);
    const at = (index: number) => `s${index % rows.length}`;
    const states = Object.fromEntries(
      rows.map(({ to, late, ms, nested }, index) => [
        at(index),
        {
          on: { GO: { target: at(to), actions: count }, OUT: { guard: ({ context }: any) => context.turns > 2, target: 'end' } },
          after: { [ms]: at(late), 25: { target: at(index + 1), actions: count } },
          ...(nested && { initial: 'a', states: { a: { after: { 15: 'b' }, on: { GO: 'b' } }, b: {} } }),
        },
      ]),
    );
    return createMachine({
      ...{ id: 'timed', initial: 's0', context: { turns: 0 } },
      states: { ...states, end: { type: 'final' } },
    } as never) as AnyStateMachine;
  });

it.each<By>(['tours', 'shortest', 'random', { simple: { paths: 40 } }, { risk: { 'command:GO': 2 } }])(
  'by %j calls covered what its steps show, and an actor walks every path',
  (by) => {
    fc.assert(
      fc.property(timed, (machine) => {
        const suite = readSuite(generateMachine(machine, { cover: ['states', 'transitions'], by, limits: { states: 3_000 } }));
        const steps = suite.paths.flatMap((path) => path.steps);
        const shown = steps.flatMap(({ transitions, expect: { states } }) => [
          ...transitions.map((id) => `transition:${id}`),
          ...states.map((id) => `state:${id}`),
        ]);
        expect(covered(suite).sort()).toEqual([...new Set(shown)].sort());
        expect(suite.totals.notExplored.join()).not.toContain('could not be walked');
      }),
      { numRuns: 25 },
    );
  },
);

it.each<By>([
  'longest' as never,
  { random: { walks: 0 } },
  { random: { until: 2 } },
  { simple: { depth: -1 } },
  { simple: { to: 'nowhere' } },
  { risk: { 'transition:asked|TAKE|0': -1 } },
  { risk: { 'transition:asked|TAK|0': 2 } },
])('refuses %j', (by) => {
  expect(() => generateMachine(errand as never, { by })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
});
