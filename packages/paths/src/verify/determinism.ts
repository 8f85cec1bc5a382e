// P016: the same state and move twice, under another clock and other chance: what differs, or asks for them, is not deterministic.
import type { Model } from '../explore/model.ts';

export interface Impurity {
  readonly what: 'clock' | 'chance' | 'differs';
  readonly state: string;
}

/** Tries states again with `Date.now`, `new Date()` and `Math.random` watched. They are put back before it returns. */
export function impurities<State>(model: Model<State>, states: readonly State[]): readonly Impurity[] {
  const found = new Map<string, Impurity>();
  const note = (what: Impurity['what'], state: State) => {
    const at = model.leaves(state).join(' ');
    if (!found.has(`${what} ${at}`)) found.set(`${what} ${at}`, { what, state: at });
  };
  const summary = (state: State) =>
    model
      .moves(state)
      .map(({ label, to, transitions }) => `${JSON.stringify(label)} ${transitions.join(' ')} ${model.key(to)}`)
      .join('\n');
  for (const state of states) {
    const asked = { clock: false, chance: false };
    const once = watching(asked, 1, () => summary(state));
    const twice = watching(asked, 2, () => summary(state));
    if (asked.clock) note('clock', state);
    if (asked.chance) note('chance', state);
    if (once !== twice && !asked.clock && !asked.chance) note('differs', state);
  }
  return [...found.values()];
}

function watching<Result>(asked: { clock: boolean; chance: boolean }, turn: number, run: () => Result): Result {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  const nowMs = 1_800_000_000_000 + turn * 86_400_000;
  class WatchedDate extends RealDate {
    constructor(...args: unknown[]) {
      if (args.length === 0) asked.clock = true;
      super(...((args.length === 0 ? [nowMs] : args) as [number]));
    }
    static override now(): number {
      asked.clock = true;
      return nowMs;
    }
  }
  Math.random = () => {
    asked.chance = true;
    return turn === 1 ? 0.1 : 0.9;
  };
  globalThis.Date = WatchedDate as DateConstructor;
  try {
    return run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
