// What came of running a suite: written as JSON, JUnit XML, HTML and on diagrams by others.
import type { Text } from '@bihuan/core';
import type { Step } from '../cases/suite.ts';

export interface PathResult {
  /** Id of the path. */
  readonly path: string;
  readonly title: Text;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly failure?: {
    /** Which step, from 0. */
    readonly step: number;
    /** Chinese | English. */
    readonly message: string;
    readonly expected?: unknown;
    readonly actual?: unknown;
    /** The shortest path found that fails too; its last step is the one that does. */
    readonly shrunk?: Step[];
  };
}

export interface RunReport {
  readonly suite: { readonly process: string; readonly version: number | string; readonly hash: string };
  readonly driver: string;
  readonly seed: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** In the order of the suite. */
  readonly results: PathResult[];
  /** Why not every path was run. */
  readonly partial?: string;
}
