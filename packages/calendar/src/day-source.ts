// Where a calendar learns which dates are worked. Decides how local days override a wider arrangement; dates are counted elsewhere.
import { BihuanError } from '@bihuan/core';
import { dayNumberFromIsoDate } from './iso-date.ts';

export interface DayKind {
  readonly working: boolean;
  /** False when the source only guesses, because the arrangement for that year is not published or not in the package yet. */
  readonly known: boolean;
}

/** Asked with dates that exist, `YYYY-MM-DD`. Must always give the same answer: answers are kept. */
export type DaySource = (isoDate: string) => DayKind;

export interface LocalDays {
  /** Dates worked here although the wider arrangement rests. */
  readonly workdays?: readonly string[];
  /** Dates of rest here although the wider arrangement works (a local festival, a closure). */
  readonly holidays?: readonly string[];
}

/** A source in which local days, all of them known, come before the wider ones. One date in both lists is `OPTION_INVALID`, no such date is `DATE_INVALID`. */
export function withLocalDays(source: DaySource, { workdays = [], holidays = [] }: LocalDays): DaySource {
  const kinds = new Map<string, DayKind>();
  for (const isoDate of workdays) kinds.set(checked(isoDate), { working: true, known: true });
  for (const isoDate of holidays) {
    if (kinds.get(checked(isoDate))?.working) {
      throw new BihuanError(
        'OPTION_INVALID',
        { zh: `同一日期既是工作日又是休息日:${isoDate}`, en: `Both a workday and a holiday: ${isoDate}` },
        { date: isoDate },
      );
    }
    kinds.set(isoDate, { working: false, known: true });
  }
  return (isoDate) => kinds.get(isoDate) ?? source(isoDate);
}

function checked(isoDate: string): string {
  dayNumberFromIsoDate(isoDate);
  return isoDate;
}
