// Round trips: simple circles of control states, each as the transitions along it, begun where it is nearest to an opening.
import type { Text } from '@bihuan/core';
import { groupBy } from '../group-by.ts';
import { type ControlGraph, type ControlStep, controlOf, kindOf } from '../tours/control-graph.ts';
import type { Explored } from '../tours/tour.ts';

/** Circles of more steps are not asked for. */
export const longestTrip = 6;
/** Of the rest, the shortest ones are asked for, as many as this. */
export const mostTrips = 200;
/** Partial circles looked into. */
const mostLookedInto = 200_000;

export interface RoundTrip {
  readonly id: string;
  readonly criterion: 'roundTrips';
  readonly label: Text;
  readonly from: string;
  readonly kinds: readonly string[];
}

export interface RoundTrips {
  readonly trips: readonly RoundTrip[];
  /** In words; undefined where every circle was asked for. */
  readonly left: string | undefined;
}

/** The circles that some explored state can be led round, shorter ones first. */
export function roundTripsOf({ steps, before }: ControlGraph, explored: readonly Explored<never>[]): RoundTrips {
  const next = groupBy(steps, ({ from }) => from);
  const starts = [...next.keys()].sort((a, b) => (before(a, b) ? -1 : 1));
  const trips: RoundTrip[] = [];
  let lookedInto = 0;
  let longer = false;
  let cut = false;
  // One length after the other: ways from a start that come by no state twice, and by none before the start.
  let ways: (readonly ControlStep[])[] = starts.flatMap((start) => (next.get(start) ?? []).map((step) => [step]));
  for (let length = 1; ways.length > 0; length++) {
    const onward: (readonly ControlStep[])[] = [];
    for (const way of ways) {
      const [{ from: start }, end] = [way[0]!, way.at(-1)!];
      if (end.to === start) {
        if (trips.length >= mostTrips) cut = true;
        else if (explored.some((each) => isPossible(each, { from: start, kinds: kinds(way) }))) trips.push(tripOf(way));
        continue;
      }
      if (before(end.to, start) || way.some(({ from }) => from === end.to)) continue;
      for (const step of next.get(end.to) ?? []) {
        lookedInto += 1;
        if (length === longestTrip) longer = true;
        else if (lookedInto > mostLookedInto) cut = true;
        else onward.push([...way, step]);
      }
    }
    ways = onward;
  }
  const parts = [
    ...(longer ? [`circles of more than ${longestTrip} steps`] : []),
    ...(cut ? [`circles beyond the first ${mostTrips}, or beyond ${mostLookedInto} partial ones looked into`] : []),
  ];
  return { trips, left: parts.length === 0 ? undefined : `round trips: ${parts.join(' and ')} are not asked for` };
}

const kinds = (way: readonly ControlStep[]): readonly string[] => way.map(({ kind }) => kind);

/** Whether some explored state can be led round. */
export const isPossible = (explored: Explored<never>, { from, kinds }: Pick<RoundTrip, 'from' | 'kinds'>): boolean =>
  nodesIn(explored, from).some((node) => wayAlong(explored, node, kinds) !== undefined);

const byControl = new WeakMap<object, ReadonlyMap<string, readonly number[]>>();

/** The explored nodes in a control state. */
export function nodesIn({ graph }: Explored<never>, control: string): readonly number[] {
  const known = byControl.get(graph);
  if (known) return known.get(control) ?? [];
  const nodes = Array.from({ length: Math.max(0, graph.exploredCount - 1) }, (_, index) => index + 1);
  byControl.set(
    graph,
    groupBy(nodes, (node) => controlOf(graph.leavesOf(node))),
  );
  return nodesIn({ graph } as Explored<never>, control);
}

/** Edges from a node that take these steps one after the other. */
export function wayAlong(
  explored: Pick<Explored<never>, 'graph'>,
  node: number,
  kinds: readonly string[],
  at = 0,
): readonly number[] | undefined {
  if (at === kinds.length) return [];
  const { graph } = explored;
  const [first, end] = graph.edgesOf(node);
  for (let edge = first; edge < end; edge++) {
    if (kindOf(graph.transitionsOf(edge)) !== kinds[at]) continue;
    const rest = wayAlong(explored, graph.edgeTo.at(edge), kinds, at + 1);
    if (rest) return [edge, ...rest];
  }
  return undefined;
}

function tripOf(way: readonly ControlStep[]): RoundTrip {
  const path = [way[0]!.from, ...way.map(({ to }) => to)].join(' → ');
  return {
    id: `trip:${kinds(way).join(',')}`,
    criterion: 'roundTrips',
    label: { zh: path, en: path },
    from: way[0]!.from,
    kinds: kinds(way),
  };
}
