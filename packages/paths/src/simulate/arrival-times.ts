// When cases come, one after the other.
import type { Draw } from './random-stream.ts';
import type { CheckedOptions } from './simulation-options.ts';

const dayMs = 86_400_000;

/** Moments in epoch ms, ascending; without an end, but for a list. */
export function* arrivalTimes({ arrivals, startMs }: Pick<CheckedOptions, 'arrivals' | 'startMs'>, draw: Draw): Generator<number, void> {
  if ('atMs' in arrivals) return yield* arrivals.atMs;
  let atMs = startMs;
  for (;;) {
    atMs += 'everyMs' in arrivals ? arrivals.everyMs : (-Math.log(1 - draw()) * dayMs) / arrivals.perDay;
    yield Math.ceil(atMs);
  }
}
