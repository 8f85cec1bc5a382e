// The calendar of the model: every day is a working day, around the clock, so that what happens does not depend on the day it begins.
import type { Calendar, Limit } from '@bihuan/core';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Natural length of a limit. 次日起 counts as one day more, 24:00 of the last day as half a day more. */
function spanMs(limit: Limit): number {
  const start = limit.start === 'next-working-day' ? dayMs : 0;
  const end = limit.end === 'end-of-day' ? dayMs / 2 : 0;
  if ('ms' in limit) return limit.ms + start + end;
  if ('workingHours' in limit) return limit.workingHours * hourMs + start + end;
  return 'workingDays' in limit ? limit.workingDays * dayMs + start + end : 0;
}

/** Limits have their natural length wherever they begin. A real calendar may let one deadline overtake another: cases are run on that, too. */
export const everyDayCalendar: Calendar = {
  id: 'every-day',
  due: (startMs, limit) => ({
    dueAtMs: 'untilMs' in limit ? limit.untilMs : (limit.fromMs ?? startMs) + spanMs(limit),
    provisional: false,
  }),
  shift: (dueAtMs, stoppedAtMs, resumedAtMs, limit) => ({
    dueAtMs: 'untilMs' in limit ? dueAtMs : dueAtMs + (resumedAtMs - stoppedAtMs),
    provisional: false,
  }),
};
