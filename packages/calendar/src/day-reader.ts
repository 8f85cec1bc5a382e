// The days one calculation looks at. Decides when a result is provisional or refused, and when a search has gone on too long.
import { BihuanError } from '@bihuan/core';
import type { Day, DayBook } from './day-book.ts';
import { checkedMoment, DAY_MS, isoDateFromDayNumber } from './iso-date.ts';

export interface DayReader {
  /** The day a moment falls in, by the clock alone: whether it is worked is not looked at. */
  dayAt(ms: number): Day;
  look(dayNumber: number): Day;
  /** The first working day at or after a day, or at or before it with step -1. */
  workingDay(dayNumber: number, step?: 1 | -1): Day;
  clockAt: DayBook['clockAt'];
  instantAt: DayBook['instantAt'];
  /** True once any day looked at is not known. */
  readonly provisional: boolean;
}

export type Beyond = 'provisional' | 'refuse';

const LONGEST_REST_DAYS = 366;
const LONGEST_LOOK_DAYS = 36_600;

/**
 * A reader for one calculation. With `refuse`, the first unknown day looked at throws `CALENDAR_UNKNOWN_DAYS`. More than 366 rest days
 * on end are `OPTION_INVALID` (a source without working days), more than a century of days is `LIMIT_INVALID`.
 */
export function createDayReader(calendarId: string, book: DayBook, beyond: Beyond): DayReader {
  let provisional = false;
  let looked = 0;

  function look(dayNumber: number): Day {
    checkedMoment(dayNumber * DAY_MS);
    const day = book.day(dayNumber);
    looked += 1;
    if (looked > LONGEST_LOOK_DAYS) throw tooLong(calendarId);
    if (!day.known) {
      if (beyond === 'refuse') throw unknownDay(calendarId, isoDateFromDayNumber(dayNumber));
      provisional = true;
    }
    return day;
  }

  return {
    look,
    dayAt: (ms) => book.dayAt(checkedMoment(ms)),
    clockAt: book.clockAt,
    instantAt: book.instantAt,
    workingDay(dayNumber, step = 1) {
      for (let rest = 0; rest <= LONGEST_REST_DAYS; rest += 1) {
        const day = look(dayNumber + rest * step);
        if (day.working) return day;
      }
      throw neverWorks(calendarId, isoDateFromDayNumber(dayNumber));
    },
    get provisional() {
      return provisional;
    },
  };
}

function unknownDay(calendar: string, date: string): BihuanError {
  const text = { zh: `日历 ${calendar} 尚无 ${date} 的放假安排`, en: `Calendar ${calendar} does not know ${date} yet` };
  return new BihuanError('CALENDAR_UNKNOWN_DAYS', text, { calendar, date });
}

function neverWorks(calendar: string, date: string): BihuanError {
  const text = {
    zh: `日历 ${calendar} 自 ${date} 起一年内没有工作日`,
    en: `Calendar ${calendar} has no working day within a year of ${date}`,
  };
  return new BihuanError('OPTION_INVALID', text, { calendar, date });
}

function tooLong(calendar: string): BihuanError {
  const text = { zh: '计算跨度超过一百年', en: 'The calculation spans more than a century' };
  return new BihuanError('LIMIT_INVALID', text, { calendar, days: LONGEST_LOOK_DAYS });
}
