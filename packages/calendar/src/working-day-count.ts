// Whole working days, counted on dates and carried to moments. Decides which day is the n-th; parts of days are counted-time.ts.
import type { Day } from './day-book.ts';
import type { DayReader } from './day-reader.ts';

/** The n-th working day after a date, before it when n is negative; for 0 the date itself, or the next working day when it is one of rest. */
export function nthWorkingDay(days: DayReader, dayNumber: number, count: number): Day {
  const step = count < 0 ? -1 : 1;
  let day = count === 0 ? days.workingDay(dayNumber) : days.workingDay(dayNumber + step, step);
  for (let counted = 1; counted < Math.abs(count); counted += 1) day = days.workingDay(day.number + step, step);
  return day;
}

/** Working days after the first date, up to and including the second; towards an earlier date, minus those before the first. */
export function countWorkingDays(days: DayReader, fromDayNumber: number, toDayNumber: number): number {
  const step = toDayNumber < fromDayNumber ? -1 : 1;
  let count = 0;
  for (let at = fromDayNumber; at !== toDayNumber; ) {
    at += step;
    if (days.look(at).working) count += step;
  }
  return count;
}

/**
 * The moment `count` working days later: the same time of day on the n-th working day after. From 00:00 of a working day, or from a rest day
 * (which counts from 00:00 of the next working day), the n-th day is used up at its 24:00.
 */
export function addWholeWorkingDays(days: DayReader, fromMs: number, count: number): number {
  if (count === 0) return fromMs;
  const first = days.workingDay(days.dayAt(fromMs).number);
  if (fromMs <= first.startMs) return (count === 1 ? first : nthWorkingDay(days, first.number, count - 1)).endMs;
  return days.instantAt(nthWorkingDay(days, first.number, count), days.clockAt(first, fromMs));
}
