// Time passes to the next deadline of a case, and all that falls due at that moment takes effect.
import type { CaseRecord, Process } from '@bihuan/core';
import { type Moved, passDue } from '@bihuan/core/model';
import { modelNowMs } from './codec.ts';
import { everyDayCalendar } from './every-day-calendar.ts';
import type { Label } from './label.ts';

/** Steps due at one moment before it is taken for a circle. */
const mostAtOnce = 1000;

export interface Passed {
  readonly label: Label;
  readonly moved: Moved;
  readonly nowMs: number;
}

/** Undefined where nothing runs. */
export function passToNextDue(process: Process, record: CaseRecord): Passed | undefined {
  const running = Object.values(record.timers).filter((timer) => timer.stoppedAtMs === null);
  if (running.length === 0 || record.closed?.final) return undefined;
  const nowMs = Math.max(modelNowMs, Math.min(...running.map(({ dueAtMs }) => dueAtMs)));
  const env = { nowMs, calendar: everyDayCalendar };
  const first = passDue(process, record, env);
  if (!first) return undefined;
  const transitions = [...first.transitions];
  let moved: Moved = first;
  for (let count = 1; count < mostAtOnce; count++) {
    const next = passDue(process, moved.record, env);
    if (!next) break;
    transitions.push(...next.transitions);
    moved = next;
  }
  const [, { deadline, state }] = first.fired;
  return { label: { kind: 'time', name: deadline, state, actor: null }, moved: { ...moved, transitions }, nowMs };
}
