import { getAdjacencyMap, getShortestPaths } from '@xstate/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, createMachine } from 'xstate';
import { explore } from '../explore/explore.ts';
import { machineModel } from '../explore/machine-model.ts';
import { randomMachines } from '../random-machines.fixture.ts';
import { generateMachine } from './generate-machine.ts';

const machines = randomMachines(30);

describe('cases of plain machines', () => {
  it('without guards cover every transition in exactly as many steps as the bound', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const { totals } = generateMachine(machine as never);
        expect([totals.steps, totals.covered]).toEqual([totals.lowerBound, totals.coverable]);
      }),
      { numRuns: 150 },
    );
  });

  it('are made on the same states and shortest ways as @xstate/graph finds', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const { graph } = explore(machineModel(machine as never), { refine: false });
        const theirs = getAdjacencyMap(machine as never, {} as never);
        expect(graph.nodeCount - 1).toBe(Object.keys(theirs).length);
        const depths = new Map([[0, -1]]);
        for (let node = 0; node < graph.exploredCount; node++) {
          const [first, end] = graph.edgesOf(node);
          for (let edge = first; edge < end; edge++)
            if (!depths.has(graph.edgeTo.at(edge))) depths.set(graph.edgeTo.at(edge), depths.get(node)! + 1);
        }
        const lengths = (getShortestPaths(machine as never) as readonly { state: { value: string }; weight: number }[]).map(
          ({ state, weight }) => `${state.value} ${weight}`,
        );
        const ours = [...depths].filter(([node]) => node > 0).map(([node, depth]) => `${graph.leavesOf(node).join(' ')} ${depth}`);
        expect(ours.sort()).toEqual([...new Set(lengths)].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('follow delays in the order they run out, and guards as they are', () => {
    const machine = createMachine({
      id: 'door',
      initial: 'open',
      context: { pushes: 0 },
      states: {
        open: {
          after: { 2000: 'shut', 5000: 'never' },
          on: {
            PUSH: { actions: assign({ pushes: ({ context }) => Math.min(context.pushes + 1, 3) }) },
            LOCK: { guard: ({ context }) => context.pushes === 3, target: 'locked' },
          },
        },
        shut: { on: { PULL: 'open' } },
        never: {},
        locked: { type: 'final' },
      },
    });
    const suite = generateMachine(machine as never);
    expect(suite.obligations.filter(({ covered }) => !covered).map(({ id }) => id)).toEqual(['transition:open|after 5000|0']);
    expect(suite.totals.notExplored).toEqual([]);
    expect(generateMachine(machine as never, { cover: ['pairs'] }).totals).toMatchObject({ notExplored: [] });
  });

  it('tell how long a delay has left where another may begin meanwhile', () => {
    const machine = createMachine({
      id: 'session',
      initial: 'open',
      states: {
        open: {
          initial: 'busy',
          after: { 20: 'over' },
          states: { busy: { after: { 15: 'idle' }, on: { REST: 'idle' } }, idle: { on: { WORK: 'busy' } } },
        },
        over: { type: 'final' },
      },
    });
    // Busy again after 15 ms, 5 are left: nothing becomes idle before all is over.
    const [path] = generateMachine(machine as never, { by: { simple: {} } }).paths.filter(({ steps }) => steps.length === 4);
    expect(path!.steps.map(({ time, command }) => command ?? `${time!.deadline} in ${time!.waitMs}`)).toEqual([
      'xstate.init',
      '15 in 15',
      'WORK',
      '20 in 5',
    ]);
  });

  it('try guards that nobody implemented both ways', () => {
    const machine = createMachine({
      id: 'free',
      initial: 'a',
      states: { a: { on: { GO: [{ guard: 'rich', target: 'b' }, { guard: 'old', target: 'c' }, 'd'] } }, b: {}, c: {}, d: {} },
    } as never);
    const suite = generateMachine(machine as never);
    expect(suite.totals).toMatchObject({ covered: 3, coverable: 3 });
  });
});
