// What an engine tells whoever watches it: every piece of work, around its doing. For traces and metrics.

export interface Operation {
  readonly kind: 'open' | 'command' | 'control' | 'timer' | 'delivery';
  readonly tenant: string;
  /** Absent while it is not known. */
  readonly case?: string;
  readonly process?: string;
  /** Of the process that is opened, the command, the built-in act, the deadline, the message. */
  readonly name: string;
  /** For a delivery. */
  readonly subscriber?: string;
  /** How long after its due time a timer is applied; how long after its effective time a message is delivered. */
  readonly lagMs?: number;
}

/** `around` must call `run` once and answer with its result, which is an outcome for what was asked, and throw what it throws. */
export interface Observer {
  readonly around: <Result>(operation: Operation, run: () => Promise<Result>) => Promise<Result>;
}

export const unobserved: Observer = { around: (_, run) => run() };
