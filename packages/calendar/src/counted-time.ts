// Counted time as one continuous measure on the line of moments. Decides how much of a stretch counts and where an amount ends.
import type { DayReader } from './day-reader.ts';

/** Units that count some time and not other. Working days count all of each working day, working hours its office hours; both in milliseconds. */
export type CountedUnit = 'workingDays' | 'workingHours';

/** Milliseconds that count between two moments; negative when the second is earlier. */
export function countedMs(days: DayReader, fromMs: number, toMs: number, unit: CountedUnit): number {
  if (toMs === fromMs) return 0;
  if (toMs < fromMs) return -countedMs(days, toMs, fromMs, unit);
  let total = 0;
  let day = days.look(days.dayAt(fromMs).number);
  for (;;) {
    for (const [startMs, endMs] of day.windows[unit]) {
      total += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
    }
    if (toMs <= day.endMs) return total;
    day = days.look(day.number + 1);
  }
}

/**
 * The first moment by which `amountMs` has counted. `countedMs(from, advance(from, x)) = x`, and advancing twice is advancing by the sum.
 *
 * First means: an amount used up exactly at 24:00 (or at the close of the office) ends there, not when the next working day begins.
 */
export function advance(days: DayReader, fromMs: number, amountMs: number, unit: CountedUnit): number {
  if (amountMs === 0) return fromMs;
  let leftMs = amountMs;
  let day = days.workingDay(days.dayAt(fromMs).number);
  for (;;) {
    for (const [startMs, endMs] of day.windows[unit]) {
      const openMs = Math.max(startMs, fromMs);
      if (endMs <= openMs) continue;
      if (leftMs <= endMs - openMs) return openMs + leftMs;
      leftMs -= endMs - openMs;
    }
    day = days.workingDay(day.number + 1);
  }
}
