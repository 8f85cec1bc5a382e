// What a system under test has to offer: a few functions. An engine in memory, a store, an HTTP API and a host's own code all fit behind them.
import type { Step, Suite } from '../cases/suite.ts';

/** What can be seen of the system after a step. Whatever a driver cannot see it leaves out, and it is not compared. */
export interface Observation {
  readonly states?: readonly string[];
  readonly context?: Readonly<Record<string, unknown>>;
  readonly timers?: readonly string[];
  readonly workItems?: readonly { readonly state: string; readonly roles: readonly string[]; readonly assignee: string | null }[];
  /** Names of the messages sent since the last step. */
  readonly messages?: readonly string[];
  readonly closed?: string | null;
}

/** What the system answered to a request. */
export interface Answer {
  readonly outcome: string;
  readonly reasons?: readonly { readonly code: string; readonly rule?: string }[];
  /** Paths of what is wrong in a payload. */
  readonly issues?: readonly string[];
}

/** One case in the system under test. May be used by one path at a time; `close` is called once, also after a failure. */
export interface Session {
  /** Does what the step says: opens, sends a command or built-in act, tells the news of a linked case, retries. Never called for `time`. */
  apply(step: Step): Promise<Answer>;
  observe(): Promise<Observation>;
  /** Lets `waitMs` pass, with everything that falls due; `deadline` says which one the path waits for, for systems with a calendar of their own. */
  advanceTime(waitMs: number, until: NonNullable<Step['time']>): Promise<void>;
  close?(): Promise<void>;
}

export interface Driver {
  /** What is run against, for reports. */
  readonly name: string;
  /** A fresh, independent case-to-be. `worker` is the number of the parallel worker that asks. */
  session(suite: Pick<Suite, 'process' | 'cast' | 'startMs'>, worker: number): Promise<Session>;
}
