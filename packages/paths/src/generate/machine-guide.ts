// What a tour of a plain machine is told: which states, transitions and pairs a move meets.
import type { AnyStateMachine } from 'xstate';
import type { MachineModel, MachineState } from '../explore/machine-model.ts';
import type { MachineCriterion } from './generate-machine.ts';
import { transitionsOf, type Wanted } from './obligations.ts';
import type { Explored, TourGuide } from './tour.ts';

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
  { model, graph }: Explored<MachineState, MachineModel>,
  cover: readonly MachineCriterion[],
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): TourGuide<MachineState> {
  const open = new Set([...wanted.keys()].filter((id) => !excluded.has(id)));
  const pairs = cover.includes('pairs');
  if (pairs)
    for (const pair of pairsOf(graph)) {
      if (!wanted.has(pair)) wanted.set(pair, { id: pair, criterion: 'pairs', label: { zh: pair, en: pair } });
      if (!excluded.has(pair)) open.add(pair);
    }
  const following = pairs ? pairsByEdge(graph) : undefined;
  let previous: readonly string[] = [];
  return {
    open,
    ofEdge: (edge) => [
      ...graph.transitionsOf(edge).map((id) => `transition:${id}`),
      ...graph.leavesOf(graph.edgeTo.at(edge)).map((path) => `state:${path}`),
      ...(following?.get(edge) ?? []),
    ],
    ...(pairs && { ofPair: (one, other) => crossed(graph.transitionsOf(one), graph.transitionsOf(other)) }),
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
      const last = before === null ? [] : previous;
      previous = transitions;
      return {
        before: [],
        metByWaiting: [],
        met: [
          ...transitions.map((id) => `transition:${id}`),
          ...model.leaves(to).map((path) => `state:${path}`),
          ...(pairs ? crossed(last, transitions) : []),
        ],
      };
    },
  };
}

type Graph = Explored<MachineState>['graph'];

const crossed = (before: readonly string[], after: readonly string[]): string[] =>
  before.flatMap((one) => after.map((other) => `pair:${one}>${other}`));

/** Transitions that lead into each node. */
function arriving(graph: Graph): ReadonlyMap<number, ReadonlySet<string>> {
  const into = new Map<number, Set<string>>();
  for (let node = 1; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      const to = graph.edgeTo.at(edge);
      const known = into.get(to) ?? new Set<string>();
      into.set(to, known);
      for (const id of graph.transitionsOf(edge)) known.add(id);
    }
  }
  return into;
}

function pairsByEdge(graph: Graph): ReadonlyMap<number, readonly string[]> {
  const into = arriving(graph);
  const found = new Map<number, readonly string[]>();
  for (let node = 1; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) found.set(edge, crossed([...(into.get(node) ?? [])], graph.transitionsOf(edge)));
  }
  return found;
}

const pairsOf = (graph: Graph): ReadonlySet<string> => new Set([...pairsByEdge(graph).values()].flat());
