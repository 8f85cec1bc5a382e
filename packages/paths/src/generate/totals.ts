// What a suite comes to: how much it takes and covers, and why it takes more than it might.
import type { Obligation, Suite, TestPath } from '../cases/suite.ts';

export interface Counted {
  readonly paths: readonly TestPath[];
  readonly obligations: readonly Obligation[];
  readonly lowerBound: number | null;
  /** What beginning a path costs, in steps. */
  readonly resetCost: number;
  readonly notExplored: readonly string[];
  /** Why more than the bound may be needed. */
  readonly gap: string;
}

export function totalsOf({ paths, obligations, lowerBound, resetCost, notExplored, gap }: Counted): Suite['totals'] {
  const steps = paths.reduce((sum, path) => sum + path.steps.length, 0);
  const cost = steps + (resetCost - 1) * paths.length;
  return {
    paths: paths.length,
    steps,
    lowerBound,
    covered: obligations.filter((each) => each.covered).length,
    coverable: obligations.filter((each) => each.covered || each.excluded === undefined).length,
    notExplored: [...notExplored],
    ...(lowerBound !== null && cost > lowerBound && { gap }),
  };
}
