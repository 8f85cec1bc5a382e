// Several sets of tours over the same explorations, differing in what comes first among equals: the one with the fewest steps is kept.
import { guideFor } from './guide.ts';
import type { Criterion, Wanted } from './obligations.ts';
import { type Explored, type Tour, tours } from './tour.ts';

const mostSteps = 20_000;
const attempts = 8;

export interface BestTours {
  readonly walked: readonly Tour[];
  /** Ids of what they meet. */
  readonly met: Set<string>;
}

/** Obligations that are found on the way are added to `wanted`. */
export function bestTours(
  explored: readonly Explored[],
  cover: ReadonlySet<Criterion>,
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
): BestTours {
  let best: (BestTours & { readonly found: Map<string, Wanted>; readonly cost: number }) | undefined;
  for (let turn = 0; turn < attempts; turn++) {
    const found = new Map(wanted);
    const met = new Set<string>();
    const walked = explored.flatMap((each) => tours(each, guideFor(each, cover, found, excluded, met), mostSteps, turn));
    const cost = walked.reduce((sum, { steps }) => sum + steps.length, 0);
    if (!best || met.size > best.met.size || (met.size === best.met.size && cost < best.cost)) best = { walked, met, found, cost };
  }
  for (const [id, each] of best!.found) wanted.set(id, each);
  return best!;
}
