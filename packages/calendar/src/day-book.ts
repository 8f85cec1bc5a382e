// What is known of each local day, kept for the last few thousand days asked for. Decides where days begin and end; counts nothing.
import type { DaySource } from './day-source.ts';
import { DAY_MS, isoDateFromDayNumber } from './iso-date.ts';
import type { MinuteInterval } from './office-hours.ts';
import type { TimeZone } from './time-zone.ts';

/** Epoch milliseconds, from (inclusive) and to (exclusive). */
export type Window = readonly [number, number];

export interface Day {
  readonly number: number;
  readonly startMs: number;
  /** 24:00, which is the next day's `startMs`. */
  readonly endMs: number;
  readonly working: boolean;
  readonly known: boolean;
  /** The time of this day that counts, by unit: all of a working day, or its office hours. Empty on a rest day. */
  readonly windows: { readonly workingDays: readonly Window[]; readonly workingHours: readonly Window[] };
}

export interface DayBook {
  day(dayNumber: number): Day;
  dayAt(ms: number): Day;
  /** Time of day as the clock shows it, in milliseconds after 00:00. */
  clockAt(day: Day, ms: number): number;
  /** The first instant of this day at which its clock shows this time or later; 24:00 at the latest. */
  instantAt(day: Day, clockMs: number): number;
}

const DAYS_KEPT = 4096;

/** Facts of days in one zone. The same day always gives the same facts; a skipped date (Apia, 2011-12-30) is a rest day of no length. */
export function createDayBook(
  zone: TimeZone,
  kindOf: DaySource,
  hoursOn: ((isoDate: string) => readonly MinuteInterval[]) | undefined,
): DayBook {
  const kept = new Map<number, Day>();

  function describe(dayNumber: number): Day {
    const wallMs = dayNumber * DAY_MS;
    const startMs = zone.firstInstantAt(wallMs);
    const endMs = zone.firstInstantAt(wallMs + DAY_MS);
    const isoDate = isoDateFromDayNumber(dayNumber);
    const { working: planned, known } = kindOf(isoDate);
    const working = planned && endMs > startMs;
    const regular = endMs - startMs === DAY_MS;
    const instantOf = (minute: number) => (regular ? startMs + minute * 60_000 : zone.firstInstantAt(wallMs + minute * 60_000));
    const workingHours = (working && hoursOn ? hoursOn(isoDate) : [])
      .map(([from, to]): Window => [instantOf(from), instantOf(to)])
      .filter(([fromMs, toMs]) => fromMs < toMs);
    return { number: dayNumber, startMs, endMs, working, known, windows: { workingDays: working ? [[startMs, endMs]] : [], workingHours } };
  }

  function day(dayNumber: number): Day {
    const found = kept.get(dayNumber);
    if (found) return found;
    const described = describe(dayNumber);
    if (kept.size >= DAYS_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(dayNumber, described);
    return described;
  }

  return {
    day,
    dayAt(ms) {
      let found = day(Math.floor(ms / DAY_MS));
      while (ms >= found.endMs) found = day(found.number + 1);
      while (ms < found.startMs) found = day(found.number - 1);
      return found;
    },
    clockAt: (at, ms) => (isRegular(at) ? ms - at.startMs : zone.wallAt(ms) - at.number * DAY_MS),
    instantAt(at, clockMs) {
      if (isRegular(at)) return at.startMs + clockMs;
      return Math.min(at.endMs, Math.max(at.startMs, zone.firstInstantAt(at.number * DAY_MS + clockMs)));
    },
  };
}

function isRegular(day: Day): boolean {
  return day.endMs - day.startMs === DAY_MS;
}
