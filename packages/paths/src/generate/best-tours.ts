// Several sets of tours over the same explorations, differing in what comes first among equals: the one with the fewest steps is kept.
import { eulerRoutes } from './euler-routes.ts';
import type { Wanted } from './obligations.ts';
import { type Explored, idsOf, type Tour, type TourGuide, tours } from './tour.ts';

const mostSteps = 20_000;
const attempts = 8;
/** Graphs with more edges are toured once: what is saved by trying again is not worth the time. */
const mostEdges = 300_000;

export interface BestTours<State> {
  readonly walked: readonly Tour<State>[];
  /** Ids of what they meet. */
  readonly met: Set<string>;
}

/** Obligations that are found on the way are added to `wanted`. `guideFor` makes the guide of one exploration, which adds to both. */
export function bestTours<State, Each extends Explored<State>>(
  explored: readonly Each[],
  wanted: Map<string, Wanted>,
  resetCost: number,
  guideFor: (explored: Each, wanted: Map<string, Wanted>, met: Set<string>) => TourGuide<State>,
): BestTours<State> {
  const routes = explored.map((each) => eulerRoutes(each.graph, (edge) => idsOf(each, edge).filter((id) => wanted.has(id)), resetCost));
  let best: (BestTours<State> & { readonly found: Map<string, Wanted>; readonly cost: number }) | undefined;
  const edges = explored.reduce((sum, { graph }) => sum + graph.edgeCount, 0);
  for (let turn = 0; turn < (edges > mostEdges ? 1 : attempts); turn++) {
    const found = new Map(wanted);
    const met = new Set<string>();
    const walked = explored.flatMap((each, index) =>
      tours<State>(each, guideFor(each, found, met), mostSteps, turn, turn === 0 ? routes[index] : []),
    );
    const cost = walked.reduce((sum, { steps }) => sum + steps.length, 0);
    if (!best || met.size > best.met.size || (met.size === best.met.size && cost < best.cost)) best = { walked, met, found, cost };
    // Everything along the shortest routes there are: nothing can be shorter.
    if (turn === 0 && explored.length === 1 && routes[0] && walked.length === routes[0].length && met.size >= wanted.size) break;
  }
  for (const [id, each] of best!.found) wanted.set(id, each);
  return best!;
}
