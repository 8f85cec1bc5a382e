// A failing path made shorter: steps are left out as long as what remains is a path of the process, and fails still.
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import type { Driver } from './driver.ts';
import type { EngineDriver } from './engine-driver.ts';
import { modelSteps } from './model-path.ts';
import { type RunPathOptions, runPath } from './run-path.ts';

export interface ShrinkOptions extends RunPathOptions {
  /** Decides which shorter paths are possible, and what is expected of them. */
  readonly model: EngineDriver;
  /** Most runs against the system. Default 200. */
  readonly mostRuns?: number;
}

/**
 * The shortest path found that fails; its last step is the one that does. Delta debugging: halves are left out first, then smaller pieces, in the end
 * single steps. Every candidate is walked by the model before it is run.
 */
export async function shrinkPath(
  suite: Pick<Suite, 'process' | 'cast' | 'startMs'>,
  path: TestPath,
  failedAt: number,
  driver: Driver,
  { model, mostRuns = 200, ...options }: ShrinkOptions,
): Promise<Step[]> {
  let shortest = path.steps.slice(0, failedAt + 1);
  let runs = 0;
  const fails = async (candidate: readonly Step[]): Promise<Step[] | undefined> => {
    const steps = await modelSteps(model, suite, candidate);
    if (!steps || runs++ >= mostRuns) return undefined;
    const { failure } = await runPath(suite, { ...path, steps }, driver, options);
    return failure && steps.slice(0, failure.step);
  };
  for (let size = Math.ceil(shortest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < shortest.length && runs < mostRuns; ) {
      const failing = await fails([...shortest.slice(0, from), ...shortest.slice(from + size)]);
      if (failing) shortest = failing;
      else from += size;
    }
  }
  return shortest;
}
