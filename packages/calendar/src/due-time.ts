// From a start and a limit to the moment it is due. Decides the start and end rules; the amount between them is counted elsewhere.
import { advance } from './counted-time.ts';
import type { DayReader } from './day-reader.ts';
import type { LimitTerms } from './read-limit.ts';
import { addWholeWorkingDays } from './working-day-count.ts';

/** The due moment, in epoch ms. It never moves back when the start moves on or the amount grows. */
export function dueTime(days: DayReader, startMs: number, terms: LimitTerms): number {
  if (terms.unit === 'untilMs') return terms.amount;
  const fromMs = countingStart(days, startMs, terms.start);
  const dueAtMs = countedFrom(days, fromMs, terms);
  return terms.end === 'end-of-day' ? endOfLastDay(days, fromMs, dueAtMs, terms) : dueAtMs;
}

function countingStart(days: DayReader, startMs: number, rule: LimitTerms['start']): number {
  if (rule === 'same-moment') return startMs;
  const { number } = days.dayAt(startMs);
  if (rule === 'next-working-day') return days.workingDay(number + 1).startMs;
  return Math.max(startMs, days.workingDay(number).startMs);
}

function countedFrom(days: DayReader, fromMs: number, { unit, amount }: LimitTerms): number {
  if (unit === 'workingDays') return addWholeWorkingDays(days, fromMs, amount);
  if (unit === 'workingHours') return advance(days, fromMs, amount, unit);
  return fromMs + amount;
}

function endOfLastDay(days: DayReader, fromMs: number, dueAtMs: number, { unit, amount }: LimitTerms): number {
  if (amount === 0) {
    // Nothing has counted yet: 当日, the day on which it would.
    const { number, endMs } = days.dayAt(fromMs);
    return unit === 'ms' ? endMs : days.workingDay(number).endMs;
  }
  const day = days.dayAt(dueAtMs);
  return dueAtMs === day.startMs ? dueAtMs : day.endMs; // 00:00 is the 24:00 of the day that was counted
}
