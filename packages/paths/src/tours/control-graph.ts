// The control states of what was explored, and the steps between them: where loops and round trips are found, whatever the order of exploration.
import type { AnyStateMachine } from 'xstate';
import type { Graph } from '../explore/graph.ts';
import { groupBy } from '../group-by.ts';

export interface ControlStep {
  readonly from: string;
  readonly to: string;
  /** The transitions it takes, joined by `+`. */
  readonly kind: string;
}

export interface ControlGraph {
  readonly steps: readonly ControlStep[];
  /** Whether one control state comes before another: it is nearer to an opening, or as near and written earlier. */
  readonly before: (one: string, other: string) => boolean;
}

export const kindOf = (transitions: readonly string[]): string => transitions.join('+');
export const controlOf = (leaves: readonly string[]): string => leaves.join(' ');

/** Steps in the order of their names. Steps that take no transition are none. */
export function controlGraph(machine: AnyStateMachine, graphs: readonly Graph[]): ControlGraph {
  const found = new Map<string, ControlStep>();
  const opening = new Set<string>();
  for (const graph of graphs) {
    for (let node = 0; node < graph.exploredCount; node++) {
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) {
        const to = controlOf(graph.leavesOf(graph.edgeTo.at(edge)));
        const kind = kindOf(graph.transitionsOf(edge));
        if (node === 0) opening.add(to);
        else if (kind !== '') {
          const from = controlOf(graph.leavesOf(node));
          found.set(`${from}\n${kind}\n${to}`, { from, kind, to });
        }
      }
    }
  }
  const steps = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, step]) => step);
  const place = placesOf(machine, steps, opening);
  return { steps, before: (one, other) => place(one) < place(other) };
}

/** Numbers by control state: how far from an opening, then where it is written. */
function placesOf(machine: AnyStateMachine, steps: readonly ControlStep[], opening: ReadonlySet<string>): (state: string) => number {
  const written = new Map<string, number>();
  const walk = (node: any): void => {
    written.set(node.path.join('.'), node.order);
    for (const child of Object.values(node.states ?? {})) walk(child);
  };
  walk(machine.root);
  const next = groupBy(steps, ({ from }) => from);
  const depth = new Map([...opening].map((state) => [state, 0]));
  for (const [state, far] of depth) for (const { to } of next.get(state) ?? []) if (!depth.has(to)) depth.set(to, far + 1);
  const orders = (state: string) => state.split(' ').map((leaf) => String(written.get(leaf) ?? 0).padStart(6, '0'));
  const sorted = [...depth.keys()].sort((a, b) => depth.get(a)! - depth.get(b)! || (`${orders(a)}` < `${orders(b)}` ? -1 : 1));
  const numbers = new Map(sorted.map((state, index) => [state, index]));
  return (state) => numbers.get(state) ?? Number.POSITIVE_INFINITY;
}

/** Steps that lead back: to their own state, or to one that comes before it and from which it is reached again. Every circle has at least one. */
export function backSteps({ steps, before }: ControlGraph): readonly ControlStep[] {
  const next = groupBy(steps, ({ from }) => from);
  const reached = new Map<string, ReadonlySet<string>>();
  const reachedFrom = (state: string): ReadonlySet<string> => {
    const known = reached.get(state);
    if (known) return known;
    const all = new Set([state]);
    for (const each of all) for (const { to } of next.get(each) ?? []) all.add(to);
    reached.set(state, all);
    return all;
  };
  return steps.filter(({ from, to }) => from === to || (before(to, from) && reachedFrom(to).has(from)));
}
