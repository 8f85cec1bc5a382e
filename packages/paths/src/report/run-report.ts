// What came of running a suite: the facts that every report is written from. Running it is run/.
import type { Step, TestPath } from '../cases/suite.ts';

export interface RunFailure {
  /** The step that failed, counted from 1. */
  readonly step: number;
  readonly message: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** The shortest steps found that still fail. */
  readonly shrunk?: readonly Step[];
}

export interface RunResult {
  readonly path: TestPath['id'];
  readonly title: TestPath['title'];
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly failure?: RunFailure;
}

export interface RunReport {
  readonly suite: { readonly process: string; readonly version: number | string; readonly hash: string };
  /** Name of the driver: what was run against. */
  readonly driver: string;
  readonly seed: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly results: readonly RunResult[];
  /** Why not every path was run; absent when all were. */
  readonly partial?: string;
}
