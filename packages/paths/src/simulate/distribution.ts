// How long something takes, as a distribution in milliseconds, and values drawn from it.
import { optionInvalid } from '../option-invalid.ts';
import type { Draw } from './random-stream.ts';

/** All in ms of working time. `lognormal` is given by its own mean and deviation, not by those of the logarithm. */
export type Distribution =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly deviationMs: number }
  | { readonly kind: 'triangular'; readonly fromMs: number; readonly modeMs: number; readonly toMs: number };

/** A function that draws from a distribution. Throws `OPTION_INVALID`, naming `option`. */
export function sampler(distribution: Distribution, where: string, option: string): (draw: Draw) => number {
  const fail = (wanted: string) => optionInvalid(where, option, wanted);
  const check = (...values: readonly number[]) => {
    if (!values.every((value) => Number.isFinite(value) && value >= 0))
      throw fail('a distribution whose times are finite and not negative');
  };
  switch (distribution?.kind) {
    case 'constant': {
      check(distribution.ms);
      return () => distribution.ms;
    }
    case 'uniform': {
      const { fromMs, toMs } = distribution;
      check(fromMs, toMs, toMs - fromMs);
      return (draw) => fromMs + draw() * (toMs - fromMs);
    }
    case 'exponential': {
      check(distribution.meanMs);
      return (draw) => -distribution.meanMs * Math.log(1 - draw());
    }
    case 'lognormal': {
      const { meanMs, deviationMs } = distribution;
      check(meanMs, deviationMs);
      if (meanMs === 0) throw fail('lognormal with a mean above 0');
      const variance = Math.log(1 + (deviationMs / meanMs) ** 2);
      const location = Math.log(meanMs) - variance / 2;
      return (draw) => Math.exp(location + Math.sqrt(variance) * normal(draw));
    }
    case 'triangular': {
      const { fromMs, modeMs, toMs } = distribution;
      check(fromMs, modeMs - fromMs, toMs - modeMs);
      const rise = toMs === fromMs ? 0 : (modeMs - fromMs) / (toMs - fromMs);
      return (draw) => {
        const share = draw();
        if (share < rise) return fromMs + Math.sqrt(share * (toMs - fromMs) * (modeMs - fromMs));
        return toMs - Math.sqrt((1 - share) * (toMs - fromMs) * (toMs - modeMs));
      };
    }
    default:
      throw fail('a distribution: constant, uniform, exponential, lognormal or triangular');
  }
}

/** Always two draws, so that streams stay in step. */
const normal = (draw: Draw): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
