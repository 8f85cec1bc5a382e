// Calendar dates as day numbers: days since 1970-01-01, in no time zone. Decides which dates exist; moments are left to time-zone.ts.
import { BihuanError } from '@bihuan/core';

export const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1900, 0, 1) / DAY_MS;
const LAST_DAY = Date.UTC(9999, 11, 30) / DAY_MS;

/** The day number of a `YYYY-MM-DD` date from 1900-01-01 to 9999-12-30. A date that does not exist (2025-02-30) is `DATE_INVALID`, never the day it would overflow into. */
export function dayNumberFromIsoDate(isoDate: string): number {
  const parts = typeof isoDate === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate) : null;
  const dayNumber = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY_MS : Number.NaN;
  if (!inRange(dayNumber) || isoDateFromDayNumber(dayNumber) !== isoDate) {
    throw new BihuanError(
      'DATE_INVALID',
      { zh: `日期不存在或格式不是 YYYY-MM-DD:${isoDate}`, en: `No such date, or not YYYY-MM-DD: ${isoDate}` },
      { date: isoDate },
    );
  }
  return dayNumber;
}

/** The `YYYY-MM-DD` date of a day number. */
export function isoDateFromDayNumber(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

/** The moment itself, when it is a finite number of epoch milliseconds inside the years 1900 to 9999; otherwise `DATE_INVALID`. */
export function checkedMoment(ms: number): number {
  if (typeof ms !== 'number' || !inRange(ms / DAY_MS)) {
    throw new BihuanError('DATE_INVALID', { zh: `时间不是有效的毫秒数:${ms}`, en: `Not a moment in epoch milliseconds: ${ms}` }, { ms });
  }
  return ms;
}

function inRange(dayNumber: number): boolean {
  return dayNumber >= FIRST_DAY && dayNumber <= LAST_DAY;
}
