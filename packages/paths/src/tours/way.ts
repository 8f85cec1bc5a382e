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

/** A way as edges; of two the one with the higher score is taken. */
export interface Way {
  readonly edges: readonly number[];
  readonly score: number;
}

/** Looks for a way from a node to what is worth it. */
export type Finder = (search: Search, start: number) => Way | undefined;

/** An edge that ends the case counts as this many steps further away: a case ends once, so that comes last. */
const endsLater = 3;

interface Marks {
  /** The edge that each node was come to by. */
  readonly cameBy: Int32Array;
  /** The search that came by a node last. */
  readonly search: Int32Array;
  searches: number;
}

const marksOf = new WeakMap<Graph, Marks>();

/** Kept from search to search: a tour makes thousands. */
function marksFor(graph: Graph): Marks {
  const known = marksOf.get(graph);
  if (known?.search.length === graph.nodeCount) return known;
  const marks = { cameBy: new Int32Array(graph.nodeCount), search: new Int32Array(graph.nodeCount), searches: 0 };
  marksOf.set(graph, marks);
  return marks;
}

/** To the nearest that is worth something; of equally near ones to the one that is worth most. */
export const nearest: Finder = (search, start) => {
  let best: Found | undefined;
  const cameBy = spread(search, start, (found) => {
    const distance = found.depth + (search.graph.ended.has(search.graph.edgeTo.at(found.edge)) ? endsLater : 0);
    if (!best || distance < best.depth || (distance === best.depth && found.worth > best.worth)) best = { ...found, depth: distance };
    return best.depth;
  });
  if (!best) return undefined;
  const edges = wayTo(search.graph, cameBy, best);
  return { edges, score: 1 / edges.length };
};

/** To what is worth most per step; `mostWorth` is the most that any edge can be. */
export const worthiest =
  (mostWorth: number): Finder =>
  (search, start) => {
    let best: Found | undefined;
    const score = ({ worth, depth }: Found) => worth / depth;
    const cameBy = spread(search, start, (found) => {
      if (!best || score(found) > score(best)) best = found;
      // Further away, nothing can be worth more per step.
      return mostWorth / score(best);
    });
    return best && { edges: wayTo(search.graph, cameBy, best), score: score(best) };
  };

interface Found {
  readonly edge: number;
  readonly node: number;
  readonly worth: number;
  readonly depth: number;
}

/** Asks for every edge that is worth something, the near ones first, how far to go on. Gives back how each node was come to, until the next search. */
function spread({ graph, gain, blocked, turn }: Search, start: number, found: (found: Found) => number): Int32Array {
  const marks = marksFor(graph);
  const { cameBy, search } = marks;
  marks.searches += 1;
  cameBy[start] = -1;
  search[start] = marks.searches;
  let furthest = Number.POSITIVE_INFINITY;
  let ring = [start];
  for (let depth = 1; ring.length > 0 && depth <= furthest; depth++) {
    const beyond: number[] = [];
    for (const node of ring) {
      const [first, end] = graph.edgesOf(node);
      for (let index = 0; index < end - first; index++) {
        const edge = first + ((index + turn) % (end - first));
        if (blocked.has(edge)) continue;
        const worth = gain(edge);
        if (worth > 0) furthest = found({ edge, node, worth, depth });
        const to = graph.edgeTo.at(edge);
        if (search[to] === marks.searches) continue;
        search[to] = marks.searches;
        cameBy[to] = edge;
        beyond.push(to);
      }
    }
    ring = beyond;
  }
  return cameBy;
}

function wayTo(graph: Graph, cameBy: Int32Array, { edge, node }: Found): readonly number[] {
  const way = [edge];
  for (let at = node; cameBy[at]! >= 0; at = graph.sourceOf(cameBy[at]!)) way.unshift(cameBy[at]!);
  return way;
}

/** The way an edge was first come to, from an opening; every step of it was walked as it is. */
export function firstWay(graph: Graph, arrivedBy: Int32Array, edge: number): readonly number[] {
  const way = [edge];
  for (let node = graph.sourceOf(edge); node > 0; node = graph.sourceOf(arrivedBy[node]!)) way.unshift(arrivedBy[node]!);
  return way;
}
