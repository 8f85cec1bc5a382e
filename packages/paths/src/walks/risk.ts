// Walks that come by what is risky more often, and first: everything once, and what has a weight as many times as it weighs.

import { optionInvalid } from '../option-invalid.ts';
import type { Worth } from '../order/order-by-gain.ts';
import { type Explored, type Tour, type TourGuide, tours } from '../tours/tour.ts';
import { type Finder, worthiest } from '../tours/way.ts';
import type { Ground } from './walks-by.ts';

/**
 * By id: `transition:recorded|assign|0`, `state:overdue`, or `command:assign` for every transition of a command (or event, or deadline, by its name).
 * What is nearest counts: a transition's own weight, then its command's, then 1. 0 leaves it out of what has to be covered.
 */
export type Weights = Readonly<Record<string, number>>;

const mostWeight = 1_000;
const mostSteps = 20_000;

/** Throws `OPTION_INVALID` for a weight that is none, or of something that `known` does not name: nothing is weighed by mistake. */
export function weightsOf(weights: Weights, known: readonly string[]): Worth {
  const commands = known.map(commandOf).flatMap((command) => (command === undefined ? [] : [`command:${command}`]));
  const names = new Set([...known, ...commands]);
  for (const [id, weight] of Object.entries(weights)) {
    if (!(weight >= 0 && weight <= mostWeight)) throw optionInvalid('risk', id, `a weight from 0 to ${mostWeight}`);
    if (!names.has(id)) throw optionInvalid('risk', id, 'no transition, state or command of this definition');
  }
  return (id) => {
    const command = commandOf(id);
    return weights[id] ?? (command === undefined ? undefined : weights[`command:${command}`]) ?? 1;
  };
}

/** The middle of a transition's id; deadlines by their name. */
function commandOf(id: string): string | undefined {
  if (id.startsWith('role:')) return id.split(':')[2];
  const event = id.startsWith('transition:') ? id.split('|')[1] : undefined;
  return event?.startsWith('after ') ? event.slice(6) : event;
}

export const weightless = 'left out: its weight is 0';

/**
 * Tours that always go on to what is worth most per step, until every obligation was come by ⌈weight⌉ times, or `mostSteps` are walked. Ways are varied
 * where several are as good; where there is one way only, it is walked again.
 */
export function riskTours<State, Each extends Explored<State>>(
  { explored, wanted, excluded }: Pick<Ground<State, Each>, 'explored' | 'wanted' | 'excluded'>,
  guideFor: (explored: Each) => TourGuide<State>,
  worth: Worth,
): {
  readonly paths: readonly Tour<State>[] /** How often each still has to be come by. */;
  readonly missing: ReadonlyMap<string, number>;
} {
  const missing = new Map<string, number>();
  const known = new Set<string>();
  let times = 0;
  const paths = explored.flatMap((each) => {
    const guide = guideFor(each);
    for (const id of wanted.keys()) {
      if (known.has(id) || excluded.has(id)) continue;
      known.add(id);
      missing.set(id, Math.ceil(worth(id)));
      times += Math.ceil(worth(id));
    }
    const open = {
      has: (id: string) => missing.has(id),
      get size() {
        return times;
      },
    };
    const meet = (id: string): boolean => {
      const fresh = guide.meet(id);
      const left = missing.get(id);
      if (left === undefined) return fresh;
      times -= 1;
      if (left > 1) missing.set(id, left - 1);
      else missing.delete(id);
      return true;
    };
    const bound = boundOf(each, guide, missing, worth);
    return tours(each, { ...guide, open, meet, worth }, { mostSteps, find: varied(bound) });
  });
  return { paths, missing };
}

/** Every search begins with another of the edges of a node, so that equals take turns. */
function varied(mostWorth: () => number): Finder {
  let turn = 0;
  return (search, start) => worthiest(mostWorth())({ ...search, turn: turn++ }, start);
}

/** No edge is worth more: neither than one was at first, nor than so many of the heaviest that are left as an edge meets at most. */
function boundOf<State>(
  { graph }: Explored<State>,
  guide: TourGuide<State>,
  missing: ReadonlyMap<string, number>,
  worth: Worth,
): () => number {
  let mostIds = 0;
  let atFirst = 0;
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const ids = guide.ofEdge(edge).filter((id) => missing.has(id));
    mostIds = Math.max(mostIds, ids.length);
    atFirst = Math.max(
      atFirst,
      ids.reduce((sum, id) => sum + worth(id), 0),
    );
  }
  let heaviest = 0;
  let askedOf = -1;
  return () => {
    if (askedOf !== missing.size) {
      heaviest = 0;
      for (const id of missing.keys()) heaviest = Math.max(heaviest, worth(id));
      askedOf = missing.size;
    }
    return Math.min(atFirst, mostIds * heaviest);
  };
}
