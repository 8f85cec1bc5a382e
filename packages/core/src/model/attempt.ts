// One step of a case for tools that walk millions of them: decided as the engine decides, but nothing is written down, hashed or chained.
import type { Calendar } from '../calendar.ts';
import type { Request } from '../decide.ts';
import { type JudgeEnv, judgeRequest } from '../judge-request.ts';
import { type JudgedOpening, judgeOpening, type Opening } from '../open-case.ts';
import type { Process } from '../process.ts';
import type { CaseRecord } from '../record.ts';
import { isMoved } from '../seal.ts';
import { type DueTimer, dueTurn, firstDue } from '../settle.ts';
import type { ActorStanding } from '../standing.ts';
import type { Emission, Turn } from '../turn.ts';

/** Who does something, and when. */
export interface AttemptEnv {
  readonly nowMs: number;
  readonly calendar: Calendar;
  readonly standing: ActorStanding;
}

/** What came of it: the record the engine would store, and what would leave through the outbox. */
export interface Moved {
  readonly outcome: 'applied';
  readonly record: CaseRecord;
  readonly emissions: readonly Emission[];
  /** Ids of the transitions taken, in order: `state|command|branch`. */
  readonly transitions: readonly string[];
}

type Refused<Judged extends { readonly outcome: string }> = Exclude<Judged, { readonly outcome: 'turn' | 'applied' }>;

/** Tries a request. Nothing may be due: see `passDue`. Keys are not looked up, and personal fields are salted with nothing. Pure. */
export function attempt(
  process: Process,
  record: CaseRecord,
  request: Exclude<Request, { readonly kind: 'timer' }>,
  env: AttemptEnv,
): Moved | Refused<ReturnType<typeof judgeRequest>> {
  const judged = judgeRequest(process, record, request, unsalted(env));
  return judged.outcome === 'turn' ? moved(record, judged.turn) : judged;
}

/** Tries to open a case. Pure. */
export function attemptOpening(process: Process, opening: Opening, env: AttemptEnv): Moved | Refused<JudgedOpening> {
  const judged = judgeOpening(process, opening, unsalted(env));
  return judged.outcome === 'turn' ? moved(null, judged.turn) : judged;
}

/** Applies the first deadline that is due by `nowMs`; undefined when none is. Pure. */
export function passDue(
  process: Process,
  record: CaseRecord,
  env: Pick<AttemptEnv, 'nowMs' | 'calendar'>,
): (Moved & { readonly fired: DueTimer }) | undefined {
  const fired = firstDue(record, env);
  return fired && { ...moved(record, dueTurn(process, record, fired, env).turn), fired };
}

const unsalted = (env: AttemptEnv): JudgeEnv => ({ ...env, salt: '' });

function moved(before: CaseRecord | null, { record, revision, at, emissions, transitions = [] }: Turn): Moved {
  const after: CaseRecord = { ...record, revision, stateRevision: before?.stateRevision ?? revision, atMs: at };
  const changed = before !== null && isMoved(before, after);
  return { outcome: 'applied', emissions, transitions, record: changed ? { ...after, stateRevision: revision } : after };
}
