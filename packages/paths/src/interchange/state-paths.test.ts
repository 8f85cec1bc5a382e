import { createTestModel, getAdjacencyMap, getShortestPaths, getSimplePaths, TestModel } from '@xstate/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, setup } from 'xstate';
import { readSuite } from '../cases/read-suite.ts';
import { explore } from '../explore/explore.ts';
import { type MachineState, machineModel } from '../explore/machine-model.ts';
import { generateMachine } from '../generate/generate-machine.ts';
import { randomMachines } from '../random-machines.fixture.ts';
import { fromStatePaths } from './from-state-paths.ts';
import { toStatePaths } from './to-state-paths.ts';

const basket = setup({ types: { events: {} as { type: 'ADD'; count: number } | { type: 'PAY' } | { type: 'EMPTY' } } }).createMachine({
  id: 'basket',
  initial: 'empty',
  states: {
    empty: { on: { ADD: 'filled' } },
    filled: { on: { ADD: 'filled', EMPTY: 'empty', PAY: 'paid' } },
    paid: { type: 'final' },
  },
});

/** A reminder after seven days, and a deadline after two: the reminder never comes. */
const slow = createMachine({
  id: 'slow',
  initial: 'open',
  states: {
    open: { on: { DO: 'done' }, after: { 604800000: 'reminded', 172800000: 'late' } },
    reminded: { on: { DO: 'done' } },
    late: { on: { DO: 'done' } },
    done: { type: 'final' },
  },
});
const delays = ['xstate.after.604800000.slow.open', 'xstate.after.172800000.slow.open'].map((type) => ({ type }));

describe('paths of @xstate/graph', () => {
  it('become a suite, with what they cover', () => {
    const events = [{ type: 'ADD', count: 2 } as const, { type: 'PAY' } as const];
    const suite = readSuite(fromStatePaths(basket, getShortestPaths(basket, { events })));
    expect(suite.paths.map(({ steps }) => steps.map(({ command }) => command).join(' '))).toEqual([
      'xstate.init',
      'xstate.init ADD',
      'xstate.init ADD PAY',
    ]);
    expect(suite.paths[1]!.steps[1]).toMatchObject({ payload: { count: 2 }, transitions: ['empty|ADD|0'], expect: { states: ['filled'] } });
    expect(suite.totals).toMatchObject({ covered: 5, coverable: 7 });
    expect(suite.totals.notExplored).toEqual([expect.stringContaining('obligations not come by: 2')]);
  });

  it('that cannot happen in real time are not in, and named with the step they fail at', () => {
    const theirs = getShortestPaths(slow, { events: [{ type: 'DO' }, ...delays] } as never);
    const suite = readSuite(fromStatePaths(slow, theirs));
    expect(suite.paths.map(({ steps }) => steps.at(-1)!.expect.states[0])).toEqual(['open', 'done', 'late']);
    expect(suite.paths[2]!.steps[1]).toMatchObject({ kind: 'time', time: { deadline: '172800000', waitMs: 172_800_000 } });
    expect(suite.totals.notExplored).toContain(
      `path 3 of @xstate/graph is not in (${delays[0]!.type}): step 1, ${delays[0]!.type}: another delay runs out before`,
    );
    expect(suite.obligations.find(({ id }) => id === 'state:reminded')).toMatchObject({ covered: false, excluded: /cannot happen/ });
  });

  it('that were written as JSON, in the form of older versions, or lead elsewhere than they say', () => {
    const json = JSON.parse(JSON.stringify(getSimplePaths(basket)));
    expect(fromStatePaths(basket, json).paths.length).toBe(3);
    const [empty, filled, paid] = ['empty', 'filled', 'paid'].map((value) => ({ value }));
    const older = { state: filled!, steps: [{ state: empty!, event: { type: 'ADD' } }] };
    expect(fromStatePaths(basket, [older]).paths[0]!.steps.length).toBe(2);
    const wrong = [
      { ...older, state: paid! },
      { state: empty!, steps: [{ state: empty!, event: { type: 'xstate.after.5.basket.empty' } }] },
      { state: paid!, steps: [{ state: empty!, event: { type: 'PAY' } }] },
      { state: paid!, steps: [{ state: paid!, event: { type: 'xstate.init' } }] },
    ];
    const { paths, totals } = fromStatePaths(basket, wrong);
    expect([paths, totals.covered]).toEqual([[], 0]);
    expect(totals.notExplored.filter((line) => line.startsWith('path')).map((line) => line.slice(line.indexOf('): ') + 3))).toEqual([
      'step 1, ADD: leads to "filled", not to "paid"',
      'step 1, xstate.after.5.basket.empty: that delay does not run',
      'step 1, PAY: nothing happens',
      'the machine does not begin there',
    ]);
  });

  it('keep an event that changes nothing as a step that is ignored', () => {
    const empty = { value: 'empty' };
    const { paths } = fromStatePaths(basket, [{ state: empty, steps: [{ state: empty, event: { type: 'PAY' } }] }]);
    expect(paths[0]!.steps[1]).toMatchObject({ negative: true, transitions: [], expect: { outcome: 'ignored', states: ['empty'] } });
  });
});

describe('a suite of ours', () => {
  it('is run by a test model: its states and events are called as the tour goes', async () => {
    const suite = generateMachine(basket, { events: { ADD: [{ count: 3 }] } });
    const called: string[] = [];
    for (const path of createTestModel(basket).getPaths(() => toStatePaths(basket, suite))) {
      const { steps } = await path.test({
        states: { '*': (state) => void called.push(String(state.value)), paid: () => void called.push('paid at last') },
        events: {
          ADD: ({ event }) => void called.push(`ADD ${(event as { count?: number }).count}`),
          EMPTY: () => void called.push('EMPTY'),
          PAY: () => void called.push('PAY'),
        },
      });
      expect(steps.length).toBe(path.weight + 1);
    }
    const wanted = suite.paths.flatMap(({ steps }) =>
      steps.flatMap(({ kind, command, expect: { states } }) => [
        ...(kind === 'open' ? [] : [command === 'ADD' ? 'ADD 3' : command!]),
        states[0] === 'paid' ? 'paid at last' : states[0]!,
      ]),
    );
    expect(called).toEqual(wanted);
    expect(called).toContain('PAY');
  });

  it('fails there where the system under test does', async () => {
    const [path] = createTestModel(basket).getPaths(() => toStatePaths(basket, generateMachine(basket)));
    const states = {
      filled: () => {
        throw new Error('still empty');
      },
    };
    await expect(path!.test({ states })).rejects.toThrow('still empty');
  });

  it('with delays has the events that XState sends itself when they run out', () => {
    const paths = toStatePaths(slow, generateMachine(slow as never));
    expect(paths.flatMap(({ steps }) => steps.map(({ event }) => event.type))).toContain(delays[1]!.type);
    expect(new TestModel(slow as never).getPaths(() => paths as never).length).toBe(paths.length);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(randomMachines(15), (machine) => {
        const suite = generateMachine(machine, { cover: ['states', 'transitions'] });
        const back = fromStatePaths(machine, toStatePaths(machine, suite));
        expect(back.paths).toEqual(suite.paths);
        expect(back.obligations).toEqual(suite.obligations);
      }),
      { numRuns: 60 },
    );
  });

  it('has each of several delays that run out at the same moment', () => {
    const half = { initial: 'on', states: { on: { after: { 10: 'off' } }, off: {} } };
    const pair = createMachine({ id: 'pair', type: 'parallel', states: { left: half, right: { ...half } } } as never) as AnyStateMachine;
    const suite = generateMachine(pair);
    expect(suite.totals).toMatchObject({ covered: 2, coverable: 2, notExplored: [] });
    expect(toStatePaths(pair, suite)[0]!.steps.map(({ event, state }) => `${event.type} ${JSON.stringify(state.value)}`)).toEqual([
      'xstate.init {"left":"on","right":"on"}',
      'xstate.after.10.pair.left.on {"left":"off","right":"on"}',
      'xstate.after.10.pair.right.on {"left":"off","right":"off"}',
    ]);
  });

  it('keeps answers of guards that nobody implemented', () => {
    const free = createMachine({
      id: 'free',
      initial: 'a',
      states: { a: { on: { GO: [{ guard: 'rich', target: 'b' }, { guard: 'old', target: 'c' }, 'd'] } }, b: {}, c: {}, d: {} },
    } as never) as AnyStateMachine;
    const suite = generateMachine(free);
    expect(toStatePaths(free, suite).map(({ state }) => state.value)).toEqual(suite.paths.map(({ steps }) => steps[1]!.expect.states[0]));
  });

  it('of another machine is refused, and so is a path that an actor does not walk', () => {
    const suite = generateMachine(basket);
    expect(() => toStatePaths(slow, suite)).toThrow(expect.objectContaining({ code: 'PROCESS_CHANGED' }));
    const other = structuredClone(suite);
    other.paths[0]!.steps[1]!.expect.states = ['paid'];
    expect(() => toStatePaths(basket, other)).toThrow(expect.objectContaining({ code: 'SUITE_INVALID' }));
  });
});

describe('without guards and time', () => {
  /** Nested and parallel states, counters, events that parents take; ends are at the top, where nothing listens any more. */
  const rich = fc
    .array(fc.record({ to: fc.nat({ max: 8 }), kind: fc.constantFrom('plain', 'nested', 'parallel'), counts: fc.boolean() }), {
      minLength: 2,
      maxLength: 7,
    })
    .map((rows) => {
      const toggle = { initial: 'off', states: { off: { on: { FLIP: 'on' } }, on: { on: { FLIP: 'off' } } } };
      const count = assign({ turns: ({ context }: any) => (context.turns + 1) % 3 } as never);
      const states = Object.fromEntries(
        rows.map(({ to, kind, counts }, index) => {
          const leave = { target: `s${(to + 1) % (rows.length + 1)}`, ...(counts && { actions: count }) };
          const on = { [`GO${index % 3}`]: leave, ...(counts && { STAY: { actions: count } }) };
          if (kind === 'nested') return [`s${index}`, { on, ...toggle }];
          if (kind === 'parallel') return [`s${index}`, { on, type: 'parallel', states: { left: toggle, right: { ...toggle } } }];
          return [`s${index}`, { on }];
        }),
      );
      return createMachine({
        ...{ id: 'rich', initial: 's0', context: { turns: 0 } },
        states: { ...states, [`s${rows.length}`]: { type: 'final' } },
      } as never) as AnyStateMachine;
    });

  it('our moves are the adjacency of @xstate/graph, event by event', () => {
    fc.assert(
      fc.property(rich, (machine) => {
        const model = machineModel(machine);
        const { graph } = explore(model, { refine: false });
        const named = ({ value, context }: Pick<MachineState, 'value' | 'context'>) => JSON.stringify([value, context]);
        const stateAt = (node: number) => named(model.unpack(graph.packed[node]!));
        const ours = Array.from({ length: graph.nodeCount - 1 }, (_, index) => index + 1).flatMap((node) => {
          const [first, end] = graph.edgesOf(node);
          return Array.from({ length: end - first }, (_, at) => first + at).map(
            (edge) => `${stateAt(node)} ${graph.labelOf(edge).name} ${stateAt(graph.edgeTo.at(edge))}`,
          );
        });
        const theirs = Object.values(
          getAdjacencyMap(machine, {}) as unknown as Record<string, { state: any; transitions: Record<string, any> }>,
        ).flatMap(({ state, transitions }) =>
          Object.values(transitions).map((each) => `${named(state)} ${each.event.type} ${named(each.state)}`),
        );
        expect(ours.sort()).toEqual(theirs.sort());
      }),
      { numRuns: 100 },
    );
  });

  it('our shortest paths are as long as theirs, and theirs are all taken over', () => {
    fc.assert(
      fc.property(rich, (machine) => {
        const theirs = getShortestPaths(machine);
        const suite = readSuite(fromStatePaths(machine, theirs as never));
        expect(suite.totals.notExplored.filter((line) => line.startsWith('path'))).toEqual([]);
        expect(suite.paths.length).toBe(theirs.length);
        const lengths = (of: typeof suite) =>
          of.obligations
            .filter(({ covered, criterion }) => covered && criterion === 'states')
            .map(({ id }) => {
              const state = id.slice('state:'.length);
              const steps = of.paths.map((path) => path.steps.findIndex(({ expect: { states } }) => states.includes(state)));
              return `${id} ${Math.min(...steps.filter((at) => at >= 0))}`;
            });
        expect(lengths(generateMachine(machine, { cover: ['states'], by: 'shortest' }))).toEqual(lengths(suite));
      }),
      { numRuns: 100 },
    );
  });
});
