// Chance for simulations: one stream for each case and purpose, all from one seed, so that a change of staff changes nothing that is drawn.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** From 0 up to 1, a different one every time. */
export type Draw = () => number;

/** The stream of one seed, purpose and number: the same three always give the same values. */
export function randomStream(seed: number, purpose: number, index: number): Draw {
  const generator = xoroshiro128plus(mixed(mixed(mixed(seed) + purpose) + index));
  // What a generator gives first is close to its seed.
  for (let warm = 0; warm < 4; warm++) generator.next();
  return () => uniformFloat64(generator);
}

/** Scatters neighbouring numbers over 32 bits, each to its own. */
function mixed(value: number): number {
  let bits = (value + 0x9e3779b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
