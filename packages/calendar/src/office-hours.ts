// Office hours as people write them. Decides which minutes of a date are office time; whether the date is worked, the day source decides.
import { BihuanError } from '@bihuan/core';
import { dayNumberFromIsoDate } from './iso-date.ts';

/** Intervals of one day, `'08:30-12:00'`, in order, with the breaks between them. `24:00` may end the last one. */
export type DayHours = readonly string[];

/** Hours from a month and day (`'05-01'`) until the next season begins, year after year. */
export interface Season {
  readonly from: string;
  readonly hours: DayHours;
}

export type OfficeHours = DayHours | readonly Season[];

/** Minutes after 00:00, from and to. */
export type MinuteInterval = readonly [number, number];

/**
 * A reader of office hours by date. Empty, unordered or overlapping hours and seasons are `OPTION_INVALID`.
 *
 * ```ts
 * officeHoursOn([{ from: '05-01', hours: ['08:30-12:00', '15:00-18:00'] }, { from: '10-01', hours: ['08:30-12:00', '14:00-17:30'] }])
 * ```
 */
export function officeHoursOn(officeHours: OfficeHours): (isoDate: string) => readonly MinuteInterval[] {
  if (!Array.isArray(officeHours) || officeHours.length === 0) throw invalid(officeHours, '办公时间为空', 'No office hours');
  if (!isSeasonal(officeHours)) {
    const all = minuteIntervals(officeHours);
    return () => all;
  }
  const seasons = officeHours.map(({ from, hours }) => ({ from: checkedMonthDay(from), intervals: minuteIntervals(hours) }));
  for (const [index, season] of seasons.entries()) {
    const previous = seasons[index - 1];
    if (previous && previous.from >= season.from) throw invalid(season.from, '季节须按日期先后排列', 'Seasons must be in order of date');
  }
  const yearBegins = seasons.at(-1)!;
  return (isoDate) => (seasons.findLast(({ from }) => from <= isoDate.slice(5)) ?? yearBegins).intervals;
}

function isSeasonal(officeHours: OfficeHours): officeHours is readonly Season[] {
  return officeHours.every((entry) => typeof entry === 'object' && entry !== null);
}

function minuteIntervals(hours: DayHours): readonly MinuteInterval[] {
  if (!Array.isArray(hours) || hours.length === 0) throw invalid(hours, '办公时间为空', 'No office hours');
  let free = 0;
  return hours.map((text) => {
    const parts = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
    const [fromHour, fromMinute, toHour, toMinute] = (parts ?? []).slice(1).map(Number);
    const from = minuteOfDay(fromHour, fromMinute);
    const to = minuteOfDay(toHour, toMinute);
    if (!(from >= free && from < to))
      throw invalid(text, '时段应为先后有序、互不重叠的 HH:MM-HH:MM', 'Not HH:MM-HH:MM, in order, without overlap');
    free = to;
    return [from, to] as const;
  });
}

function minuteOfDay(hour = Number.NaN, minute = Number.NaN): number {
  const minutes = hour * 60 + minute;
  return minute < 60 && minutes <= 1440 ? minutes : Number.NaN;
}

function checkedMonthDay(monthDay: string): string {
  if (/^\d\d-\d\d$/.test(monthDay)) {
    dayNumberFromIsoDate(`2000-${monthDay}`); // a leap year: 02-29 may open a season
    return monthDay;
  }
  throw invalid(monthDay, '季节起始日应为 MM-DD', 'A season starts on MM-DD');
}

function invalid(value: unknown, zh: string, en: string): BihuanError {
  return new BihuanError('OPTION_INVALID', { zh: `${zh}:${String(value)}`, en: `${en}: ${String(value)}` }, { officeHours: value });
}
