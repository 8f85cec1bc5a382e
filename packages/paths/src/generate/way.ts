// Shortest ways through an explored graph: to the next thing worth doing, and back to how something was first found.
import type { Graph } from '../explore/graph.ts';

export interface Search {
  readonly graph: Graph;
  /** How much an edge is worth; 0 for nothing. */
  readonly gain: (edge: number) => number;
  readonly blocked: ReadonlySet<number>;
  /** Which of equals comes first. */
  readonly turn: number;
}

/** An edge that ends the case counts as this many steps further away: a case ends once, so that comes last. */
const endsLater = 3;

interface Marks {
  readonly cameBy: Int32Array;
  readonly cameFrom: Int32Array;
  /** The search that came by a node last. */
  readonly search: Int32Array;
  searches: number;
}

const marksOf = new WeakMap<Graph, Marks>();

/** Kept from search to search: a tour makes thousands. */
function marksFor(graph: Graph): Marks {
  const known = marksOf.get(graph);
  if (known?.search.length === graph.nodeCount) return known;
  const [cameBy, cameFrom, search] = [new Int32Array(graph.nodeCount), new Int32Array(graph.nodeCount), new Int32Array(graph.nodeCount)];
  const marks = { cameBy, cameFrom, search, searches: 0 };
  marksOf.set(graph, marks);
  return marks;
}

/** The way, as edges, to the nearest that is worth something. */
export function nearest({ graph, gain, blocked, turn }: Search, start: number): readonly number[] | undefined {
  const marks = marksFor(graph);
  const { cameBy, cameFrom, search } = marks;
  marks.searches += 1;
  cameBy[start] = -1;
  search[start] = marks.searches;
  interface Found {
    readonly edge: number;
    readonly node: number;
    readonly worth: number;
    readonly distance: number;
  }
  let best: Found | undefined;
  let ring = [start];
  for (let depth = 1; ring.length > 0 && (!best || depth <= best.distance); depth++) {
    const beyond: number[] = [];
    for (const node of ring) {
      const [first, end] = graph.edgesOf(node);
      for (let index = 0; index < end - first; index++) {
        const edge = first + ((index + turn) % (end - first));
        if (blocked.has(edge)) continue;
        const to = graph.edgeTo.at(edge);
        const worth = gain(edge);
        if (worth > 0) {
          const distance = depth + (graph.ended.has(to) ? endsLater : 0);
          if (!best || distance < best.distance || (distance === best.distance && worth > best.worth))
            best = { edge, node, worth, distance };
        }
        if (search[to] === marks.searches) continue;
        search[to] = marks.searches;
        cameBy[to] = edge;
        cameFrom[to] = node;
        beyond.push(to);
      }
    }
    ring = beyond;
  }
  if (!best) return undefined;
  const way = [best.edge];
  for (let node = best.node; cameBy[node]! >= 0; node = cameFrom[node]!) way.unshift(cameBy[node]!);
  return way;
}

/** The way an edge was first come to, from an opening; every step of it was walked as it is. */
export function firstWay(graph: Graph, arrivedBy: Int32Array, edge: number): readonly number[] {
  const way = [edge];
  for (let node = graph.sourceOf(edge); node > 0; node = graph.sourceOf(arrivedBy[node]!)) way.unshift(arrivedBy[node]!);
  return way;
}
