// Looks for transitions where least was looked so far, not breadth first: far ways are found soon. It plans, and proves nothing.
import { Areas } from './areas.ts';
import type { Exploration } from './explore.ts';
import { Graph } from './graph.ts';
import type { Model, Move, Packed } from './model.ts';

export interface Scouting<State> {
  /** Ends when all of these transitions were taken. Default: only when every area was looked at. */
  readonly wanted?: readonly string[];
  /** States of one area are taken to be much alike: the area that was looked at least comes next. */
  readonly areaOf: (state: State) => string;
  /** How often an area is looked at before it is given up. */
  readonly visits: number;
  readonly states: number;
}

interface Seen<State> {
  readonly packed: Packed | undefined;
  readonly leaves: readonly string[];
  readonly ended: string | null;
  /** The edge it was first reached by: whose, and which of its edges. */
  readonly by: readonly [node: number, index: number];
  edges: readonly (Omit<Move<State>, 'to'> & { readonly to: number })[];
}

/** What exploring gives, of a part. Ways in it can be walked, but need not be the shortest there are. */
export function scout<State>(model: Model<State>, options: Scouting<State>): Exploration<State> {
  for (;;) {
    const found = search(model, options);
    if (found) return found;
  }
}

/** Undefined when more was told apart on the way: what was seen before is void. */
function search<State>(model: Model<State>, { wanted, areaOf, visits, states }: Scouting<State>): Exploration<State> | undefined {
  const generation = model.generation();
  const seen: Seen<State>[] = [{ packed: undefined, leaves: [], ended: null, by: [-1, -1], edges: [] }];
  const known = new Map<string, number>();
  const looked: number[] = [];
  const areas = new Areas();
  const open = new Set(wanted);
  const isDone = () => wanted !== undefined && open.size === 0;

  const discover = (key: string, state: State, by: Seen<State>['by']): number => {
    known.set(key, seen.length);
    seen.push({ packed: model.pack(state), leaves: model.leaves(state), ended: model.ended(state), by, edges: [] });
    areas.add(areaOf(state), seen.length - 1);
    return seen.length - 1;
  };
  for (let node: number | undefined = 0; node !== undefined; ) {
    const here: number = node;
    looked.push(here);
    const moves = here === 0 ? model.starts() : model.moves(model.unpack(seen[here]!.packed!));
    if (model.generation() !== generation) return undefined;
    seen[here]!.edges = moves.map(({ label, to, transitions }, index) => {
      for (const id of transitions) open.delete(id);
      const key = model.key(to);
      return { label, transitions, to: known.get(key) ?? discover(key, to, [here, index]) };
    });
    node = isDone() || looked.length >= states ? undefined : areas.next(visits, () => false);
  }
  return inOrder(model, seen, looked, known);
}

/** As a graph, whose nodes are numbered in the order they were looked at. */
function inOrder<State>(
  model: Model<State>,
  seen: readonly Seen<State>[],
  looked: readonly number[],
  known: ReadonlyMap<string, number>,
): Exploration<State> {
  const wasLooked = new Set(looked);
  const order = [...looked, ...[...seen.keys()].filter((node) => !wasLooked.has(node))];
  const place = new Map(order.map((node, index) => [node, index]));
  const graph = new Graph();
  for (const node of order.slice(1)) graph.addNode(seen[node]!.packed!, seen[node]!.leaves, seen[node]!.ended);
  const firstEdge = new Map<number, number>();
  for (const node of looked) {
    firstEdge.set(node, graph.edgeCount);
    for (const { to, label, transitions } of seen[node]!.edges) graph.addEdge(place.get(to)!, label, transitions);
    graph.closeNode();
  }
  const arrivedBy = Int32Array.from(order, (node) => (node === 0 ? -1 : firstEdge.get(seen[node]!.by[0])! + seen[node]!.by[1]));
  const left = order.length - looked.length;
  return {
    model,
    graph,
    arrivedBy,
    nodeOf: (key) => place.get(known.get(key) ?? -1),
    notExplored: [...model.limits, ...(left > 0 ? [`${left} states were reached and not gone on from`] : [])],
    merged: { count: graph.edgeCount - (graph.nodeCount - 1), checked: 0, unlike: 0 },
  };
}
