// A whole suite run against one system, several paths at a time, failures made short, and told as a report.
import { type AnyProcess, BihuanError } from '@bihuan/core';
import type { Suite, TestPath } from '../cases/suite.ts';
import { optionInvalid } from '../option-invalid.ts';
import type { RunReport, RunResult } from '../report/run-report.ts';
import { randomStream } from '../simulate/random-stream.ts';
import type { Driver } from './driver.ts';
import type { EngineDriver } from './engine-driver.ts';
import { runPath } from './run-path.ts';
import { shrinkPath } from './shrink-path.ts';

export interface RunSuiteOptions {
  /** Paths at a time. Default 1. */
  readonly parallel?: number;
  /** Runs the paths in an order drawn from it; the same seed gives the same order. Without one, in the order of the suite. */
  readonly seed?: number;
  /** Stops after so many failures; `true` after the first. */
  readonly bail?: boolean | number;
  /** What a path is made shorter with when it fails: an engine driver over the process of the suite. Without one, it is cut off at its failing step. */
  readonly shrink?: EngineDriver;
  readonly stepTimeoutMs?: number;
  /** Runs cases that were made from another definition of the process. */
  readonly allowStale?: boolean;
  /** Stops between two paths; the report says that it is partial. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly last: RunResult;
  }) => void;
}

/**
 * Runs every path of a suite. Failures are results; thrown are `PROCESS_CHANGED` for a suite made from another definition than the driver's or the
 * model's, and `OPTION_INVALID`.
 */
export async function runSuite(suite: Suite, driver: Driver, options: RunSuiteOptions = {}): Promise<RunReport> {
  const { parallel = 1, seed, bail = false, shrink, stepTimeoutMs, signal, onProgress } = options;
  if (!Number.isSafeInteger(parallel) || parallel < 1) throw optionInvalid('runSuite', 'parallel', 'a whole number from 1 on');
  if (!options.allowStale) for (const each of [driver, shrink]) if (each && isEngineDriver(each)) refuseStale(suite, each.process);
  const startedAtMs = Date.now();
  const started = performance.now();
  const results = new Map<string, RunResult>();
  const queue = (seed === undefined ? suite.paths : shuffled(suite.paths, seed)).values();
  const mostFailures = bail === true ? 1 : bail === false ? Number.POSITIVE_INFINITY : bail;
  let failed = 0;
  const isOver = () => failed >= mostFailures || signal?.aborted === true;

  const work = async (worker: number) => {
    const how = { worker, ...(stepTimeoutMs !== undefined && { stepTimeoutMs }) };
    while (!isOver()) {
      const { value: path, done } = queue.next();
      if (done) return;
      let result = await runPath(suite, path, driver, how);
      if (result.failure) {
        failed += 1;
        const { step } = result.failure;
        const shrunk = shrink ? await shrinkPath(suite, path, step, driver, { ...how, model: shrink }) : path.steps.slice(0, step + 1);
        result = { ...result, failure: { ...result.failure, shrunk } };
      }
      results.set(path.id, result);
      onProgress?.({ done: results.size, total: suite.paths.length, failed, last: result });
    }
  };
  await Promise.all(Array.from({ length: parallel }, (_, worker) => work(worker)));

  const left = suite.paths.length - results.size;
  const why = signal?.aborted ? '被中止 | it was stopped' : `已有 ${failed} 处失败 | ${failed} failed`;
  return {
    suite: { process: suite.process, version: suite.version, hash: suite.hash },
    driver: driver.name,
    seed: seed ?? suite.seed,
    startedAtMs,
    durationMs: performance.now() - started,
    results: suite.paths.map(({ id, title }) => results.get(id) ?? { path: id, title, outcome: 'skipped', durationMs: 0 }),
    ...(left > 0 && { partial: `${left} 条路径未运行 | ${left} paths were not run: ${why}` }),
  };
}

const isEngineDriver = (driver: Driver): driver is EngineDriver => 'process' in driver;

function refuseStale({ process, version, hash }: Suite, given: AnyProcess): void {
  if (process === given.id && hash === given.hash) return;
  throw new BihuanError(
    'PROCESS_CHANGED',
    {
      zh: `用例由 ${process} 第${version}版(${hash})生成,而现在的流程是 ${given.id} 第${given.version}版(${given.hash});请重新生成,或用 allowStale`,
      en: `The cases were made from ${process} version ${version} (${hash}), and this is ${given.id} version ${given.version} (${given.hash}): make them anew, or allowStale`,
    },
    { process, version, stored: hash, given: given.hash },
  );
}

function shuffled(paths: readonly TestPath[], seed: number): readonly TestPath[] {
  const draw = randomStream(seed, 3, 0);
  return paths
    .map((path) => ({ path, order: draw() }))
    .sort((left, right) => left.order - right.order)
    .map(({ path }) => path);
}
