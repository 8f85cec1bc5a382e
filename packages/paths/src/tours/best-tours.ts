// Several sets of tours over the same explorations, differing in what comes first among equals: the one with the fewest steps is kept.

import type { Wanted } from '../generate/obligations.ts';
import { eulerRoutes } from './euler-routes.ts';
import { shorten } from './shorten.ts';
import { type Explored, idsOf, type Tour, type TourGuide, tours } from './tour.ts';

const mostSteps = 20_000;
const attempts = 8;
/** Graphs with more edges are toured once: what is saved by trying again is not worth the time. */
const mostEdges = 300_000;
/** Where routes come by everything, other tours save a few steps in a hundred: in larger graphs one more has to do. */
const mostEdgesWithRoutes = 10_000;

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
  const walk = (turn: number, quiet: boolean) => {
    const found = new Map(wanted);
    const met = new Set<string>();
    const all = explored.flatMap((each, index) => {
      const guide = guideFor(each, found, met);
      const first = turn === 0 ? routes[index]?.routes : undefined;
      return tours<State>(each, quiet ? { ...guide, probes: () => [] } : guide, { mostSteps, turn, ...(first && { routes: first }) });
    });
    const walked = shorten(all, found);
    return { turn, walked, met, found, cost: walked.reduce((sum, { steps }) => sum + steps.length, 0) };
  };
  // What is refused on the way costs the same everywhere: it is tried once, on the shortest tours.
  const edges = explored.reduce((sum, { graph }) => sum + graph.edgeCount, 0);
  let best = walk(0, true);
  const routed = routes.every((each) => each !== undefined && [...each.carried].every((id) => best.met.has(id)));
  const turns = edges > mostEdges ? 1 : routed && edges > mostEdgesWithRoutes ? 2 : attempts;
  for (let turn = 1; turn < turns && !isShortest(best); turn++) {
    const next = walk(turn, true);
    if (next.met.size > best.met.size || (next.met.size === best.met.size && next.cost < best.cost)) best = next;
  }
  const { walked, met, found } = walk(best.turn, false);
  for (const [id, each] of found) wanted.set(id, each);
  return { walked, met };

  /** Everything along the shortest routes there are: nothing can be shorter. */
  function isShortest({ walked, met }: BestTours<State>): boolean {
    return explored.length === 1 && routes[0]?.forced === true && walked.length === routes[0].routes.length && met.size >= wanted.size;
  }
}
