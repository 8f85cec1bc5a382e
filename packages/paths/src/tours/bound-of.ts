// The least steps of any suite that covers the same, for criteria that have such a bound: states and transitions, one or several in a row.
import { firstOf } from './history-graph.ts';
import { lowerBound } from './lower-bound.ts';
import type { Explored } from './tour.ts';
import { switches, switchesIn } from './words.ts';

/** Null where something else is covered, too. With transitions in a row, what they ask for bounds the rest. */
export function boundOf(
  explored: readonly Pick<Explored<never>, 'graph' | 'history'>[],
  cover: readonly string[],
  transitions: readonly string[],
  met: ReadonlySet<string>,
  resetCost: number,
): number | null {
  const inARow = switchesIn(cover);
  const others = cover.filter((each) => each !== 'states' && each !== 'transitions' && !inARow.includes(each as never));
  if (others.length > 0 || (inARow.length === 0 && !cover.includes('transitions'))) return null;
  if (met.size === 0) return 0;
  if (inARow.length === 0) {
    const required = new Set(transitions.filter((id) => met.has(`transition:${id}`)));
    return lowerBound(
      explored.map(({ graph }) => graph),
      required,
      resetCost,
    );
  }
  const bounds = explored.map(({ history }) => history!.bound);
  const words = [...met].filter((id) => /^(pair|triple|quadruple):/.test(id));
  if (words.length === 0) return 0;
  const shortest = Math.min(...inARow.map((each) => switches[each]));
  const stepwise = explored.every(({ history }) => history!.oneByOne);
  const firsts = Array.from({ length: stepwise ? shortest - 1 : 0 }, (_, index) => `${firstOf}${index}`);
  return lowerBound(bounds, new Set([...words, ...firsts]), resetCost);
}
