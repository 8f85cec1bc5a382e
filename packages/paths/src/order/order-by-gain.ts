// The order in which a suite gives most for what it costs: first the path that covers the most that is new per step, then the next.
import type { Suite, TestPath } from '../cases/suite.ts';
import { type Shown, shownBy } from './shown-by-steps.ts';

/** How much an obligation counts. */
export type Worth = (id: string) => number;

/** Every obligation counts alike. */
export const alike: Worth = () => 1;

/**
 * The same paths, ordered by what each newly covers per step; among equals, and where nothing is new, as before. Whoever runs the first of them, however
 * many, has covered at least 1 - 1/e (63%) of the most that any choice of these paths could with as many steps. `covers` is told anew: what each is now the first to meet.
 */
export function orderByGain(suite: Suite, worth: Worth = alike): Suite {
  const shown = shownBy(suite);
  return { ...suite, paths: coveringInTurn(greedy(suite.paths, shown, worth), shown) };
}

/** What a path adds to what is covered. */
export function gainOf(shown: Shown, covered: ReadonlySet<string>, worth: Worth): number {
  let gain = 0;
  for (const id of new Set(shown.flat())) if (!covered.has(id)) gain += worth(id);
  return gain;
}

/** Paths with `covers` as the order makes them. */
export function coveringInTurn(paths: readonly TestPath[], shown: (path: TestPath) => Shown): TestPath[] {
  const covered = new Set<string>();
  return paths.map((path) => {
    const fresh = [...new Set(shown(path).flat())].filter((id) => !covered.has(id));
    for (const id of fresh) covered.add(id);
    return { ...path, covers: fresh };
  });
}

/** What a path adds only becomes less while others are chosen: what it added when last asked is the most it can, and most need not be asked again. */
function greedy(paths: readonly TestPath[], shown: (path: TestPath) => Shown, worth: Worth): readonly TestPath[] {
  const covered = new Set<string>();
  const perStep = (path: TestPath) => gainOf(shown(path), covered, worth) / path.steps.length;
  const left = paths.map((path) => ({ path, most: perStep(path) }));
  const chosen: TestPath[] = [];
  while (left.length > 0) {
    let best = 0;
    for (let index = 1; index < left.length; index++) if (left[index]!.most > left[best]!.most) best = index;
    const candidate = left[best]!;
    const now = perStep(candidate.path);
    if (now < candidate.most) {
      candidate.most = now;
      continue;
    }
    left.splice(best, 1);
    chosen.push(candidate.path);
    for (const id of shown(candidate.path).flat()) covered.add(id);
  }
  return chosen;
}
