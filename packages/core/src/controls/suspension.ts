// 挂账 and its end: a suspended case takes no commands, and the clocks that stop stand still.
import { z } from 'zod';
import { metaByPath } from '../kernel.ts';
import type { Timer } from '../record.ts';
import type { Turn } from '../turn.ts';
import { workItemsRetimed } from '../work-items.ts';
import { control, refuse, withRecord } from './control.ts';

const retimed = (turn: Turn, timers: Readonly<Record<string, Timer>>, suspended: Turn['record']['suspended']): Turn => {
  const record = { ...turn.record, timers, suspended };
  return withRecord(turn, { timers, suspended, workItems: workItemsRetimed(record, metaByPath(turn.process)) });
};

export const suspend = control({
  label: { zh: '挂起', en: 'Suspend' },
  payload: z.strictObject({ reason: z.string().min(1) }),
  roles: (process) => process.spec.controls?.suspend ?? [],
  whileSuspended: false,
  whenClosed: false,
  apply(turn, { reason }) {
    const stop = (timer: Timer): Timer => (timer.limit.clock === 'runs' ? timer : { ...timer, stoppedAtMs: turn.at });
    return retimed(turn, mapTimers(turn, stop), { reason, by: turn.by.id, sinceMs: turn.at });
  },
});

export const resume = control({
  label: { zh: '恢复', en: 'Resume' },
  payload: z.strictObject({}),
  roles: (process) => process.spec.controls?.resume ?? process.spec.controls?.suspend ?? [],
  whileSuspended: true,
  // A deadline that runs on may have closed the case meanwhile; it has to be freed before it can be reopened.
  whenClosed: true,
  apply(turn) {
    if (!turn.record.suspended) return refuse('state', '案件没有挂起', 'The case is not suspended');
    const start = (timer: Timer): Timer => {
      if (timer.stoppedAtMs === null) return timer;
      const moved = turn.calendar.shift(timer.dueAtMs, timer.stoppedAtMs, turn.at, timer.limit);
      const dueAtMs = Math.ceil(moved.dueAtMs);
      return {
        ...timer,
        dueAtMs,
        // A guess that was moved can no longer be computed anew from the start of its limit, which knows nothing of the pause.
        limit: timer.provisional ? { untilMs: dueAtMs } : timer.limit,
        provisional: timer.provisional || moved.provisional,
        stoppedAtMs: null,
        generation: turn.revision,
      };
    };
    return retimed(turn, mapTimers(turn, start), null);
  },
});

function mapTimers(turn: Turn, change: (timer: Timer) => Timer): Readonly<Record<string, Timer>> {
  return Object.fromEntries(Object.entries(turn.record.timers).map(([key, timer]) => [key, change(timer)]));
}
