// What a tour of a plain machine is told: which states, transitions and transitions in a row a move meets.
import type { AnyStateMachine } from 'xstate';
import type { MachineModel, MachineState } from '../explore/machine-model.ts';
import type { MachineCriterion } from '../generate/generate-machine.ts';
import { transitionsOf, type Wanted } from '../generate/obligations.ts';
import type { Explored, TourGuide } from './tour.ts';
import { switchesIn, wordsEnding } from './words.ts';

export function machineObligations(machine: AnyStateMachine, cover: readonly MachineCriterion[]): readonly Wanted[] {
  const text = (name: string) => ({ zh: name, en: name });
  const walk = (node: any): Wanted[] => [
    ...((node.type === 'atomic' || node.type === 'final') && node.path.length > 0
      ? [{ id: `state:${node.path.join('.')}`, criterion: 'states' as const, label: text(node.path.join('.')) }]
      : []),
    ...Object.values(node.states ?? {}).flatMap(walk),
  ];
  return [
    ...(cover.includes('states') ? walk(machine.root) : []),
    ...(cover.includes('transitions')
      ? transitionsOf({ machine }).map(
          (id): Wanted => ({ id: `transition:${id}`, criterion: 'transitions', label: text(id.replaceAll('|', ' ')) }),
        )
      : []),
  ];
}

export function machineGuide(
  { model, graph, history }: Explored<MachineState, MachineModel>,
  cover: readonly MachineCriterion[],
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): TourGuide<MachineState> {
  /** The states a step comes to, and those that it enters and leaves on the way. */
  const statesOf = (transitions: readonly string[], leaves: readonly string[]): readonly string[] =>
    [...leaves, ...model.passed(transitions)].map((path) => `state:${path}`);
  const open = new Set([...wanted.keys()].filter((id) => !excluded.has(id)));
  const inARow = switchesIn(cover);
  let taken: readonly string[] = [];
  return {
    open,
    ofEdge: (edge) => [
      ...graph.transitionsOf(edge).map((id) => `transition:${id}`),
      ...statesOf(graph.transitionsOf(edge), graph.leavesOf(graph.edgeTo.at(edge))),
      ...(history?.wordsOf(edge) ?? []).map(({ id }) => id),
    ],
    alternatives: () => [],
    probes: () => [],
    later: (place) => place,
    begin: () => undefined,
    waitMs: (place, { state }) => place.delays[state!] ?? 0,
    meet(id) {
      if (!open.delete(id)) return false;
      met.add(id);
      return true;
    },
    walked(before, { transitions, to }) {
      if (before === null) taken = [];
      const words = wordsEnding(inARow, taken, transitions);
      taken = [...taken, ...transitions];
      return {
        before: [],
        metByWaiting: [],
        met: [...transitions.map((id) => `transition:${id}`), ...statesOf(transitions, model.leaves(to)), ...words.map(({ id }) => id)],
      };
    },
  };
}
