// Small measures: a rate, a distribution, and how two of them compare. Medians of several rounds, because these machines are shared.

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

export interface Pair {
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
}

/** Operations a second of two runs in turn, so that both see the same machine: medians of nine rounds, and the median of the rounds' ratios. */
export function pairedRates(count: number, ours: (count: number) => void, floor: (count: number) => void): Pair {
  const rate = (run: (count: number) => void) => {
    const start = performance.now();
    run(count);
    return count / ((performance.now() - start) / 1000);
  };
  rate(ours);
  rate(floor);
  const rounds = Array.from({ length: 9 }, () => ({ floor: rate(floor), ours: rate(ours) }));
  return {
    ours: median(rounds.map((each) => each.ours)),
    floor: median(rounds.map((each) => each.floor)),
    ratio: median(rounds.map((each) => each.ours / each.floor)),
  };
}

export interface Distribution {
  readonly p50: number;
  readonly p99: number;
}

export function distribution(samples: readonly number[]): Distribution {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { p50: at(0.5), p99: at(0.99) };
}

export function row(name: string, value: string, aim = ''): void {
  console.log(`${name.padEnd(58)} ${value.padStart(16)}  ${aim}`);
}

/** Whether an aim was met, in words; a missed one is reported, not hidden. */
export const verdict = (holds: boolean, aim: string): string => `aim ${aim}: ${holds ? 'met' : 'MISSED'}`;
