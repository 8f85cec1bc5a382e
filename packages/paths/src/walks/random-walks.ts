// Walks by chance, from a seed: at every place one of the moves that are possible there, never a request that would be refused.

import { groupBy } from '../group-by.ts';
import { type Draw, randomStream } from '../simulate/random-stream.ts';
import type { Explored, Tour, TourGuide } from '../tours/tour.ts';
import { walkerOf } from '../tours/walker.ts';

export interface RandomWalks {
  /** The most walks. Default 20. */
  readonly walks?: number;
  /** The most moves of one walk, its opening among them. Default 50. */
  readonly steps?: number;
  /** Ends when this fraction of what can be covered is. Default 1. */
  readonly until?: number;
  /** Ends after so many moves in a row that met nothing new. Default: never. */
  readonly patience?: number;
}

export interface Walked<State> {
  readonly paths: readonly Tour<State>[];
  /** Why they ended before all that can be covered was, in words. */
  readonly ended?: string;
}

/**
 * A kind of move (the transitions it takes) is drawn first and then one of its moves, so that what can be done in twenty ways is no likelier than what can
 * be done in one. `aim` is what may count as covered.
 */
export function randomWalks<State>(
  { model }: Explored<State>,
  guide: TourGuide<State>,
  { walks = 20, steps = 50, until = 1, patience = Number.POSITIVE_INFINITY }: RandomWalks,
  seed: number,
  aim: ReadonlySet<string>,
): Walked<State> {
  const walker = walkerOf(model, guide);
  const paths: Tour<State>[] = [];
  const left = new Set(aim);
  let sinceNews = 0;
  const why = (): string | undefined =>
    aim.size > 0 && aim.size - left.size >= until * aim.size
      ? `${until} of what can be covered was`
      : sinceNews >= patience
        ? `${patience} moves in a row met nothing new`
        : undefined;
  for (let walk = 0; walk < walks && !why(); walk++) {
    const draw = randomStream(seed, 0, walk);
    for (let step = 0; step < steps && !why(); step++) {
      const move = drawn(walker.place === null ? model.starts() : model.moves(walker.place), draw);
      if (!move || !walker.take(move.label, move.transitions)) break;
      const before = left.size;
      for (const id of walker.met) left.delete(id);
      sinceNews = left.size < before ? 0 : sinceNews + 1;
    }
    const path = walker.finish();
    if (path) paths.push(path);
  }
  if (left.size === 0) return { paths };
  return { paths, ended: `${paths.length} random walks of at most ${steps} moves, from seed ${seed}${why() ? `, until ${why()}` : ''}` };
}

function drawn<Move extends { readonly transitions: readonly string[] }>(moves: readonly Move[], draw: Draw): Move | undefined {
  const kinds = [...groupBy(moves, ({ transitions }) => transitions.join(' ')).values()];
  const kind = kinds[Math.floor(draw() * kinds.length)];
  return kind?.[Math.floor(draw() * kind.length)];
}
