// The one function that decides: a case, what is asked, and everything it may know → the outcome, and every row to write.
// Pure (law 1): no clock, no randomness, no I/O. It may be called again with the same arguments.

import type { Calendar } from './calendar.ts';
import type { Envelope } from './check-request.ts';
import type { ControlName } from './controls/index.ts';
import type { LinkNews } from './controls/links.ts';
import { judgeRequest } from './judge-request.ts';
import type { Refusal } from './outcome.ts';
import type { Process } from './process.ts';
import type { CaseRecord } from './record.ts';
import { commitOf, type SealEnv, type Sealed, seal } from './seal.ts';
import { mostAtOnce, type Settled, settle } from './settle.ts';
import type { ActorStanding } from './standing.ts';
import type { Commit, JournalRow, PersonalRow } from './store.ts';

export interface Env extends SealEnv {
  readonly calendar: Calendar;
  readonly standing: ActorStanding;
  /** The entry that carries the request's key already, if any. */
  readonly keyed?: JournalRow | undefined;
  /** Personal fields of the case of that entry, so far as they were not erased. */
  readonly kept?: readonly PersonalRow[] | undefined;
  /** Chance for the salts of personal fields. */
  readonly salt: string;
}

/** A case as it was loaded. */
export interface Current {
  readonly record: CaseRecord;
  readonly head: string;
}

export interface Asked extends Envelope {
  readonly type: string;
  readonly payload?: unknown;
}

export type Request =
  | ({ readonly kind: 'command' } & Asked)
  | ({ readonly kind: 'control'; readonly type: ControlName } & Asked)
  /** Only what has fallen due by now. */
  | { readonly kind: 'timer' }
  | { readonly kind: 'link'; readonly news: LinkNews; readonly key: string };

export type Decision =
  | { readonly outcome: 'applied'; readonly revision: number; readonly record: CaseRecord; readonly commit: Commit }
  | { readonly outcome: 'replayed'; readonly revision: number; readonly record: CaseRecord }
  /** Nothing was due, or the news was old. */
  | { readonly outcome: 'unchanged'; readonly record: CaseRecord }
  | Exclude<Refusal, { readonly outcome: 'not-found' }>;

/**
 * Decides one request on one case. Timers due by now are applied first, in due order, in the same commit; the request is judged on what they
 * left (law 9). A refusal commits nothing, not even those.
 */
export function decide(process: Process, current: Current, request: Request, env: Env): Decision {
  const settled = settledFor(process, current, request, env);
  const { record, head } = settled;
  if (request.kind === 'timer') return timersOnly(process, current, settled.sealed);
  const judged = judgeRequest(process, record, request, env);
  if (judged.outcome !== 'turn') return judged;
  const sealed = [...settled.sealed, seal(record, head, judged.turn, judged.facts, env)];
  return {
    outcome: 'applied',
    revision: judged.turn.revision,
    record: sealed.at(-1)!.record,
    commit: commitOf(process, current.record, sealed),
  };
}

/**
 * The worker takes a long backlog in portions. What an operator does goes ahead when a deadline cannot be applied: it may be the only way out. Everybody
 * else has to wait for the deadlines that come before.
 */
function settledFor(process: Process, current: Current, request: Request, env: Env): Settled {
  try {
    return settle(process, current, env, request.kind === 'timer' ? mostAtOnce : undefined);
  } catch (cause) {
    if (request.kind === 'control' && (request.type === 'cancel' || request.type === 'repair')) return { ...current, sealed: [] };
    throw cause;
  }
}

function timersOnly(process: Process, current: Current, sealed: readonly Sealed[]): Decision {
  const last = sealed.at(-1);
  if (!last) return { outcome: 'unchanged', record: current.record };
  return { outcome: 'applied', revision: last.record.revision, record: last.record, commit: commitOf(process, current.record, sealed) };
}
