// How good a suite is: how many mutants of the process it tells from the process.
import type { AnyProcess } from '@bihuan/core';
import type { Suite } from '../cases/suite.ts';
import { type EngineDriverOptions, engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { type Compared, type CompareOptions, differenceOf } from './difference.ts';
import type { Mutant } from './mutants-of.ts';

export interface Judged {
  readonly mutant: Mutant;
  /** The path that fails on it, and its step; absent for a survivor. */
  readonly killedBy?: { readonly path: string; readonly step: number; readonly message: string };
}

export interface SuiteScore {
  readonly killed: number;
  readonly survived: number;
  /** From 0 to 1; survivors may be equivalent: see `survivorsOf`. */
  readonly score: number;
  readonly judged: readonly Judged[];
}

/** Runs a suite against every mutant on an engine in memory, each until its first failure. */
export async function judgeSuite(
  suite: Suite,
  mutants: readonly Mutant[],
  { onProgress, ...options }: EngineDriverOptions & { readonly onProgress?: (done: number, total: number) => void } = {},
): Promise<SuiteScore> {
  const judged: Judged[] = [];
  for (const mutant of mutants) {
    const { results } = await runSuite(suite, engineDriver(mutant.process, options), { bail: true, allowStale: true });
    const failed = results.find((result) => result.failure);
    const killedBy = failed && { path: failed.path, step: failed.failure!.step, message: failed.failure!.message };
    judged.push({ mutant, ...(killedBy && { killedBy }) });
    onProgress?.(judged.length, mutants.length);
  }
  const killed = judged.filter((each) => each.killedBy).length;
  return { killed, survived: judged.length - killed, score: judged.length === 0 ? 1 : killed / judged.length, judged };
}

export interface Survivor extends Compared {
  readonly mutant: Mutant;
}

/** Every survivor against the process it was made from: how to tell it apart, or that exploring so many states showed no difference. */
export const survivorsOf = (process: AnyProcess, { judged }: Pick<SuiteScore, 'judged'>, options: CompareOptions): readonly Survivor[] =>
  judged.flatMap(({ mutant, killedBy }) => (killedBy ? [] : [{ mutant, ...differenceOf(process, mutant.process, options) }]));
