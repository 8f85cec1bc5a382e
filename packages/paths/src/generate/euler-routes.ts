// Tours that take chosen edges with as little repeated as there can be: even out every node, then follow each edge as often as it flows.
import type { Graph } from '../explore/graph.ts';
import { type Arc, evenOut } from './even-out.ts';

/** Larger graphs are toured step by step. */
const mostNodes = 6_000;

/**
 * Routes from an opening on, as edges, that together take one edge of every kind of step that carries a wanted transition. Undefined where the chosen
 * edges do not hang together, or the graph is too large.
 */
export function eulerRoutes(
  graph: Graph,
  wanted: (transition: string) => boolean,
  resetCost: number,
): readonly (readonly number[])[] | undefined {
  const size = graph.nodeCount;
  if (size > mostNodes) return undefined;
  const next: Arc[][] = Array.from({ length: size }, () => []);
  const edgeFor = new Map<number, number>();
  const required: [from: number, to: number, edge: number][] = [];
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
      const fresh = graph.transitionsOf(edge).filter((id) => wanted(id) && !chosen.has(id));
      // At least one case is opened.
      if (fresh.length === 0 && edge > 0) continue;
      for (const id of fresh) chosen.add(id);
      required.push([node, to, edge]);
    }
    if (node > 0) next[node]!.push({ to: 0, cost: 0 });
  }
  if (required.length === 0) return undefined;
  const surplus = Array.from({ length: size }, () => 0);
  for (const [from, to] of required) {
    surplus[to]! += 1;
    surplus[from]! -= 1;
  }
  const { flow } = evenOut(next, surplus);
  return routesOf(size, required, flow, edgeFor);
}

/** One closed walk over all of it (Hierholzer), cut where it begins anew. Edge -1 ends a route. */
function routesOf(
  size: number,
  required: readonly (readonly [from: number, to: number, edge: number])[],
  flow: ReadonlyMap<number, number>,
  edgeFor: ReadonlyMap<number, number>,
): readonly (readonly number[])[] | undefined {
  const out: [to: number, edge: number][][] = Array.from({ length: size }, () => []);
  for (const [from, to, edge] of required) out[from]!.push([to, edge]);
  for (const [key, count] of flow) {
    const [from, to] = [Math.floor(key / size), key % size];
    for (let each = 0; each < count; each++) out[from]!.push([to, to === 0 ? -1 : edgeFor.get(key)!]);
  }
  const total = out.reduce((sum, each) => sum + each.length, 0);
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
  if (walk.length - 1 < total) return undefined;
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
  return routes;
}
