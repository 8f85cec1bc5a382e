// 延期 and 督办: both move a running deadline, each up a ladder of approvers.
import { z } from 'zod';
import type { Limit } from '../calendar.ts';
import { metaByPath, nextStep } from '../kernel.ts';
import type { Reason } from '../outcome.ts';
import { argsOf, startTimer, type Turn, takeStep } from '../turn.ts';
import { workItemsRetimed } from '../work-items.ts';
import { control, refuse, rung, withRecord } from './control.ts';

const amount = (most: number) => z.number().nonnegative().max(most);
/** How a limit is written in a payload: exactly one unit, a century at most. */
export const limitSchema = z.union([
  z.strictObject({ workingDays: amount(25_000).int() }),
  z.strictObject({ workingHours: amount(200_000) }),
  z.strictObject({ ms: amount(3_155_760_000_000) }),
  z.strictObject({ untilMs: amount(253_402_300_799_999).int() }),
]);

export const extend = control({
  label: { zh: '延期', en: 'Extend' },
  payload: z.strictObject({ deadline: z.string(), limit: limitSchema, reason: z.string().min(1) }),
  roles: (process, record) => rung(process.spec.controls?.extend, record.extensions),
  whileSuspended: false,
  whenClosed: false,
  refuses: ({ process, record }) => usedUp(process.spec.controls?.extend, record.extensions, '延期', 'extended'),
  apply(turn, { deadline, limit }) {
    const next = retime(turn, deadline, (dueAtMs) => ('untilMs' in limit ? limit : { ...limit, fromMs: dueAtMs }));
    return Array.isArray(next) ? next : withRecord(next as Turn, { extensions: turn.record.extensions + 1 });
  },
});

export const supervise = control({
  label: { zh: '督办', en: 'Supervise' },
  payload: z.strictObject({ deadline: z.string(), limit: limitSchema, instruction: z.string().min(1) }),
  roles: (process, record) => rung(process.spec.controls?.supervise, record.supervisions),
  whileSuspended: false,
  whenClosed: false,
  refuses: ({ process, record }) => usedUp(process.spec.controls?.supervise, record.supervisions, '督办', 'supervised'),
  apply(turn, { deadline, limit }) {
    const step = nextStep(turn.process, turn.record, 'supervise', argsOf(turn));
    const moved = step ? takeStep(turn, step) : turn;
    const next = retime(moved, deadline, () => limit);
    return Array.isArray(next) ? next : withRecord(next as Turn, { supervisions: turn.record.supervisions + 1 });
  },
});

/** Why a ladder has no rung left. A process without one gives nobody the right, which is said elsewhere. */
function usedUp(ladder: readonly unknown[] = [], used: number, zh: string, en: string): readonly Reason[] {
  const most = ladder.length;
  if (most === 0 || used < most) return [];
  return refuse('limit', `${zh}次数已满(${most}次)`, `It was ${en} ${most} times, the most there may be`, { most });
}

/** Sets a running deadline anew; refused when it does not run, or would fall due earlier than it stood. */
function retime(turn: Turn, deadline: string, limitFrom: (dueAtMs: number) => Limit): Turn | readonly Reason[] {
  const found = Object.entries(turn.record.timers).find(([, timer]) => timer.deadline === deadline);
  if (!found)
    return refuse('target', `期限“${deadline}”没有在计时`, `No deadline ${deadline} is running`, {
      deadline,
      running: Object.values(turn.record.timers).map((timer) => timer.deadline),
    });
  const [key, timer] = found;
  const asked = limitFrom(timer.dueAtMs);
  const limit: Limit = {
    ...asked,
    ...(timer.limit.end && { end: timer.limit.end }),
    ...(timer.limit.clock && { clock: timer.limit.clock }),
  };
  const next = startTimer(turn, { deadline, state: timer.state, limit }, turn.at);
  if (next.dueAtMs <= turn.at) return refuse('target', '新期限须晚于现在', 'The new due time must lie ahead', { dueAtMs: next.dueAtMs });
  const timers = { ...turn.record.timers, [key]: next };
  return withRecord(turn, { timers, workItems: workItemsRetimed({ ...turn.record, timers }, metaByPath(turn.process)) });
}
