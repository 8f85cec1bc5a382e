// What has fallen due on a case, applied in due order: each deadline in effect once, at its due time (law 9).
import { systemActor, systemActorId, systemRole } from './actor.ts';
import type { Calendar } from './calendar.ts';
import type { Current, Env } from './decide.ts';
import { BihuanError } from './errors.ts';
import { metaByPath, nextStep, timerEvent } from './kernel.ts';
import type { Process } from './process.ts';
import type { CaseRecord, Timer } from './record.ts';
import { type EntryFacts, type Sealed, seal } from './seal.ts';
import { argsOf, type Turn, takeStep, turnOn, without } from './turn.ts';
import { workItemsRetimed } from './work-items.ts';

/** Deadlines a case may pass at one moment; more means that they keep falling due at it. And the most that one commit of the worker applies. */
export const mostAtOnce = 1000;

export interface Settled extends Current {
  readonly sealed: readonly Sealed[];
}

/** Applies all that is due by now, at most `most` of it: the rest is due still. */
export function settle(process: Process, current: Current, env: Env, most = Number.POSITIVE_INFINITY): Settled {
  const sealed: Sealed[] = [];
  let { record, head } = current;
  let atThisMoment = 0;
  for (let due = firstDue(record, env); due && sealed.length < most; due = firstDue(record, env)) {
    atThisMoment = due[1].dueAtMs > record.atMs ? 0 : atThisMoment + 1;
    if (atThisMoment === mostAtOnce) {
      throw new BihuanError(
        'TIMER_LOOP',
        { zh: `案件 ${record.id} 的期限反复到期`, en: `Deadlines of case ${record.id} keep falling due` },
        { case: record.id, timer: due[0] },
      );
    }
    const { turn, facts } = dueTurn(process, record, due, env);
    const next = seal(record, head, turn, facts, env);
    sealed.push(next);
    ({ record, head } = next);
  }
  return { record, head, sealed };
}

export type DueTimer = readonly [key: string, timer: Timer];

export interface DueTurn {
  readonly turn: Turn;
  readonly facts: EntryFacts;
}

/** The deadline that falls due first, if it has by now; of two at the same moment the one that was set first. */
export function firstDue(record: CaseRecord, { nowMs, calendar }: Pick<Env, 'nowMs' | 'calendar'>): DueTimer | undefined {
  if (record.closed?.final) return undefined;
  let first: DueTimer | undefined;
  for (const [key, stored] of Object.entries(record.timers)) {
    if (stored.stoppedAtMs !== null) continue;
    const timer = stored.provisional ? notLater(stored, calendar) : stored;
    if (timer.dueAtMs <= nowMs && (!first || timer.dueAtMs < first[1].dueAtMs)) first = [key, timer];
  }
  return first;
}

/** A guessed due time, or an earlier one if the calendar knows better by now. */
function notLater(timer: Timer, calendar: Calendar): Timer {
  const dueAtMs = Math.ceil(calendar.due(timer.startedAtMs, timer.limit).dueAtMs);
  return dueAtMs < timer.dueAtMs ? { ...timer, dueAtMs } : timer;
}

/** What a deadline that is due does: its branch at its due time, or nothing but a better due time where the calendar had guessed. */
export function dueTurn(process: Process, record: CaseRecord, [key, timer]: DueTimer, { calendar }: Pick<Env, 'calendar'>): DueTurn {
  const at = Math.max(timer.dueAtMs, record.atMs);
  const by = { ...systemActor(record.tenant), persons: [systemActorId], roles: [systemRole] as const };
  const base = turnOn(process, record, by, at, calendar);
  const facts = { kind: 'timer' as const, type: timer.deadline, grants: [], key: null, occurredAtMs: null };
  const better = timer.provisional ? calendar.due(timer.startedAtMs, timer.limit) : undefined;
  if (better && better.dueAtMs > timer.dueAtMs) {
    // The calendar has learnt the days it guessed, or guesses better: the due time moves, nothing fires.
    const moved = { ...timer, dueAtMs: Math.ceil(better.dueAtMs), provisional: better.provisional, generation: base.revision };
    const turn = withTimers(base, { ...record.timers, [key]: moved });
    return { turn, facts: { ...facts, payload: { state: timer.state, recalculatedFromMs: timer.dueAtMs } } };
  }
  const turn = withTimers(base, without(record.timers, key));
  const step = nextStep(process, record, timerEvent(process, timer.deadline, timer.state), argsOf(turn));
  return { turn: step ? takeStep(turn, step) : turn, facts: { ...facts, payload: { state: timer.state, dueAtMs: timer.dueAtMs } } };
}

function withTimers(turn: Turn, timers: CaseRecord['timers']): Turn {
  const record = { ...turn.record, timers };
  return { ...turn, record: { ...record, workItems: workItemsRetimed(record, metaByPath(turn.process)) } };
}
