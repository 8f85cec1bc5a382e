// The Chinese arrangement of working days (调休 included), from chinese-days. Decides what is known; counting is working-calendar.ts.
import chineseDays from 'chinese-days';
import { type DaySource, type LocalDays, withLocalDays } from './day-source.ts';
import { dayNumberFromIsoDate, weekdayOf } from './iso-date.ts';
import { type WorkingCalendar, type WorkingCalendarOptions, workingCalendar } from './working-calendar.ts';

export interface ChinaOptions extends LocalDays, Partial<Pick<WorkingCalendarOptions, 'id' | 'officeHours' | 'beyond'>> {}

/** A preset of ours, not a rule: hours differ by city and season. */
export const chinaOfficeHours: readonly string[] = ['08:30-12:00', '14:00-17:30'];

/**
 * The working calendar of mainland China, in Asia/Shanghai. Known are the years chinese-days has (2004 to 2026 in 1.5), as the State Council's
 * notices arrange them; beyond, Monday to Friday is a guess and marked `provisional`, or `CALENDAR_UNKNOWN_DAYS` with `beyond: 'refuse'`.
 * A notice for a year may still move the last days of December before it (as for 2007, 2008, 2012, 2019).
 *
 * ```ts
 * china().due(Date.parse('2026-02-13T10:00+08:00'), { workingDays: 5, end: 'end-of-day' }) // 2026-02-27 24:00: 02-14 is a make-up Saturday
 * ```
 */
export function china(options: ChinaOptions = {}): WorkingCalendar {
  const { id = 'china', officeHours = chinaOfficeHours, beyond = 'provisional' } = options;
  return workingCalendar({ id, timeZone: 'Asia/Shanghai', dayKind: withLocalDays(arrangement(), options), officeHours, beyond });
}

function arrangement(): DaySource {
  const knownYears = new Map<string, boolean>();
  return (isoDate) => {
    const year = isoDate.slice(0, 4);
    const known = knownYears.get(year) ?? isArranged(chineseDays.getDayDetail(`${year}-10-01`));
    knownYears.set(year, known);
    const detail = chineseDays.getDayDetail(isoDate);
    return { working: isArranged(detail) ? detail.work : isMondayToFriday(isoDate), known };
  };
}

/**
 * Whether the package's own table names this day ('National Day,国庆节,3') rather than its weekday. Nothing else of it is used: asked for
 * a date, the package finds the right row in any process, but weekdays are a day off where the process's zone is west of Greenwich.
 */
function isArranged(detail: { readonly name: string }): boolean {
  return detail.name.includes(',');
}

function isMondayToFriday(isoDate: string): boolean {
  const weekday = weekdayOf(dayNumberFromIsoDate(isoDate));
  return weekday >= 1 && weekday <= 5;
}
