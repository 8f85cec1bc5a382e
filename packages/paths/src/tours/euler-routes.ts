// Tours that take chosen edges with as little repeated as there can be: even out every node, then follow each edge as often as it flows.
import type { Graph } from '../explore/graph.ts';
import { type Arc, evenOut } from './even-out.ts';

export interface Routes {
  readonly routes: readonly (readonly number[])[];
  /** Whether no other edge would have done in the place of any: then no routes are shorter. */
  readonly forced: boolean;
  /** All that edges carry of what is wanted. */
  readonly carried: ReadonlySet<string>;
}

/** Larger graphs are toured step by step. */
const mostNodes = 6_000;
const mostJoins = 20;

/**
 * Routes from an opening on, as edges, that together take one edge for everything that `wanted` names of edges. Where the chosen
 * edges do not hang together, the shortest ways to them are taken, too. Undefined where the graph is too large, or falls apart too often.
 */
export function eulerRoutes(graph: Graph, wanted: (edge: number) => readonly string[], resetCost: number): Routes | undefined {
  const size = graph.nodeCount;
  if (size > mostNodes) return undefined;
  const next: Arc[][] = Array.from({ length: size }, () => []);
  const edgeFor = new Map<number, number>();
  const required: [from: number, to: number, edge: number][] = [];
  const carrying: { readonly node: number; readonly to: number; readonly edge: number; readonly ids: readonly string[] }[] = [];
  const chosen = new Set<string>();
  for (let node = 0; node < size; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      const to = graph.edgeTo.at(edge);
      const key = node * size + to;
      if (!edgeFor.has(key)) {
        edgeFor.set(key, edge);
        next[node]!.push({ to, cost: node === 0 ? resetCost : 1 });
      }
      const ids = wanted(edge);
      // At least one case is opened.
      if (ids.length > 0 || edge === 0) carrying.push({ node, to, edge, ids });
    }
    if (node > 0) next[node]!.push({ to: 0, cost: 0 });
  }
  // Those that carry most come first: what they carry needs no edge of its own.
  for (const { node, to, edge, ids } of carrying.sort((a, b) => b.ids.length - a.ids.length)) {
    const fresh = ids.filter((id) => !chosen.has(id));
    if (fresh.length === 0 && edge > 0) continue;
    for (const id of fresh) chosen.add(id);
    required.push([node, to, edge]);
  }
  if (required.length === 0) return undefined;
  const forced = carrying.flatMap(({ ids }) => ids).length === chosen.size;
  for (let join = 0; join < mostJoins; join++) {
    const surplus = Array.from({ length: size }, () => 0);
    for (const [from, to] of required) {
      surplus[to]! += 1;
      surplus[from]! -= 1;
    }
    const { flow } = evenOut(next, surplus);
    const { routes, apart } = routesOf(size, required, flow, edgeFor);
    if (apart.size === 0) return { routes, forced, carried: chosen };
    const way = wayTo(next, apart);
    if (!way) return undefined;
    for (const [from, to] of way) required.push([from, to, edgeFor.get(from * size + to)!]);
  }
  return undefined;
}

/** The fewest arcs from the opening to one of some nodes. */
function wayTo(
  next: readonly (readonly Arc[])[],
  wanted: ReadonlySet<number>,
): readonly (readonly [from: number, to: number])[] | undefined {
  const cameFrom = new Map([[0, 0]]);
  for (const node of cameFrom.keys()) {
    if (wanted.has(node)) {
      const way: [from: number, to: number][] = [];
      for (let at = node; at !== 0; at = cameFrom.get(at)!) way.unshift([cameFrom.get(at)!, at]);
      return way;
    }
    for (const { to } of next[node]!) if (!cameFrom.has(to)) cameFrom.set(to, node);
  }
  return undefined;
}

/** One closed walk over all of it (Hierholzer), cut where it begins anew. Edge -1 ends a route. */
function routesOf(
  size: number,
  required: readonly (readonly [from: number, to: number, edge: number])[],
  flow: ReadonlyMap<number, number>,
  edgeFor: ReadonlyMap<number, number>,
): {
  readonly routes: readonly (readonly number[])[] /** Nodes that hang together with nothing on the walk. */;
  readonly apart: ReadonlySet<number>;
} {
  const out: [to: number, edge: number][][] = Array.from({ length: size }, () => []);
  for (const [from, to, edge] of required) out[from]!.push([to, edge]);
  for (const [key, count] of flow) {
    const [from, to] = [Math.floor(key / size), key % size];
    for (let each = 0; each < count; each++) out[from]!.push([to, to === 0 ? -1 : edgeFor.get(key)!]);
  }
  const stack: [node: number, edge: number][] = [[0, -1]];
  const walk: number[] = [];
  while (stack.length > 0) {
    const [node, edge] = stack.at(-1)!;
    const onward = out[node]!.pop();
    if (onward) stack.push(onward);
    else {
      stack.pop();
      walk.push(edge);
    }
  }
  const apart = new Set(out.flatMap((left, node) => (left.length > 0 ? [node] : [])));
  walk.reverse();
  const routes: number[][] = [];
  let route: number[] = [];
  for (const edge of [...walk.slice(1), -1]) {
    if (edge >= 0) route.push(edge);
    else if (route.length > 0) {
      routes.push(route);
      route = [];
    }
  }
  return { routes, apart };
}
