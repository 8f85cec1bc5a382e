// MC/DC: two evaluations of one guard in which a rule answers differently, and the guard with it, on account of that rule alone.
import { judge } from '@bihuan/core/model';
import type { Evaluation, Guard } from './guards.ts';

export interface Witness extends Evaluation {
  /** What it takes to show it, in steps. */
  readonly cost: number;
}

export interface DecisivePair<Each extends Witness> {
  readonly rule: string;
  readonly whenTrue: Each;
  readonly whenFalse: Each;
  /** No other rule answers differently; otherwise others do and are masked: in both evaluations this rule decides (masking form). */
  readonly unique: boolean;
}

/** The cheapest pair for each rule of a guard that has one, those of the unique-cause form first. */
export function decisivePairs<Each extends Witness>(guard: Guard, witnesses: readonly Each[]): readonly DecisivePair<Each>[] {
  return guard.rules.flatMap((rule) => {
    let best: DecisivePair<Each> | undefined;
    const cost = (pair: DecisivePair<Each>) => pair.whenTrue.cost + pair.whenFalse.cost + (pair.unique ? 0 : Number.MAX_SAFE_INTEGER / 2);
    for (const whenTrue of witnesses.filter(({ values }) => values[rule])) {
      for (const whenFalse of witnesses.filter(({ values }) => !values[rule])) {
        if (whenTrue.holds === whenFalse.holds) continue;
        const unique = guard.rules.every((each) => each === rule || whenTrue.values[each] === whenFalse.values[each]);
        if (!unique && !(decides(guard, rule, whenTrue) && decides(guard, rule, whenFalse))) continue;
        const pair = { rule, whenTrue, whenFalse, unique };
        if (!best || cost(pair) < cost(best)) best = pair;
      }
    }
    return best ? [best] : [];
  });
}

/** Whether the guard would come to something else if only this rule answered otherwise. */
export function decides({ expression }: Guard, rule: string, { values, holds }: Evaluation): boolean {
  const otherwise = judge(expression, (each) => ({ rule: each, data: {}, holds: each === rule ? !values[each] : values[each]! }));
  return otherwise.holds !== holds;
}
