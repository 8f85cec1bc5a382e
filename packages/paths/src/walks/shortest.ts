// A shortest path to each obligation: as few moves as it takes to come by it, so that a case that fails points at one thing.
import type { Graph } from '../explore/graph.ts';
import type { Explored, Tour, TourGuide } from '../tours/tour.ts';
import { walkerOf } from '../tours/walker.ts';
import { firstWay } from '../tours/way.ts';

interface Plan {
  readonly id: string;
  readonly edges: readonly number[];
  readonly explored: number;
}

/**
 * The nearest obligations first; one that an earlier path came by is not gone to again, since it cannot be come by sooner. So each path meets its own
 * with its last move. Ways that differ on the case itself from what was planned are replaced by those on which their ends were first found.
 */
export function shortestPaths<State>(
  explored: readonly Explored<State>[],
  guides: readonly TourGuide<State>[],
  counts: (id: string) => boolean,
): readonly Tour<State>[] {
  const best = new Map<string, Plan>();
  for (const [index, { graph }] of explored.entries()) {
    for (const [id, edges] of shortestWays(graph, guides[index]!)) {
      const known = best.get(id);
      if (!counts(id)) continue;
      if (!known || edges.length < known.edges.length) best.set(id, { id, edges, explored: index });
    }
  }
  const met = new Set<string>();
  const paths: Tour<State>[] = [];
  for (const plan of [...best.values()].sort((a, b) => a.edges.length - b.edges.length)) {
    const { model, graph, arrivedBy } = explored[plan.explored]!;
    const walker = walkerOf(model, guides[plan.explored]!);
    const along = (edges: readonly number[], take: typeof walker.take) => {
      for (const edge of edges) if (!take(graph.labelOf(edge), graph.transitionsOf(edge))) break;
      const path = walker.finish();
      const fresh = path?.steps.flatMap(({ meets = [] }) => meets).filter((id) => counts(id) && !met.has(id)) ?? [];
      if (path && fresh.length > 0) paths.push(path);
      for (const id of fresh) met.add(id);
    };
    // By whoever meets most; where that leads elsewhere, as it was planned; where that does, too, as it was found.
    if (!met.has(plan.id)) along(plan.edges, walker.take);
    if (!met.has(plan.id)) along(plan.edges, walker.takeAsPlanned);
    if (!met.has(plan.id)) along(firstWay(graph, arrivedBy, plan.edges.at(-1)!), walker.takeAsPlanned);
  }
  return paths;
}

/** Breadth first: what each edge meets, by the shortest way to it. */
function shortestWays<State>(graph: Graph, guide: TourGuide<State>): ReadonlyMap<string, readonly number[]> {
  const cameBy = new Map<number, number>([[0, -1]]);
  const edges: number[] = [];
  for (const node of cameBy.keys()) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      edges.push(edge);
      if (!cameBy.has(graph.edgeTo.at(edge))) cameBy.set(graph.edgeTo.at(edge), edge);
    }
  }
  const wayOf = (edge: number): number[] => {
    const way = [edge];
    for (let by = cameBy.get(graph.sourceOf(edge))!; by >= 0; by = cameBy.get(graph.sourceOf(by))!) way.unshift(by);
    return way;
  };
  const ways = new Map<string, number[]>();
  for (const edge of edges) for (const id of guide.ofEdge(edge)) if (!ways.has(id)) ways.set(id, wayOf(edge));
  return ways;
}
