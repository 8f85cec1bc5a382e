// Monday to Friday, for places without make-up days. Every year is known; holidays are the host's own list.
import { type LocalDays, withLocalDays } from './day-source.ts';
import { dayNumberFromIsoDate, weekdayOf } from './iso-date.ts';
import { type WorkingCalendar, type WorkingCalendarOptions, workingCalendar } from './working-calendar.ts';

export interface WeekdaysOptions
  extends LocalDays,
    Pick<WorkingCalendarOptions, 'timeZone' | 'officeHours'>,
    Partial<Pick<WorkingCalendarOptions, 'id'>> {}

/** A calendar of Monday to Friday in one time zone: `weekdays({ timeZone: 'Europe/Berlin', holidays: ['2026-12-25'] })`. Never provisional. */
export function weekdays(options: WeekdaysOptions): WorkingCalendar {
  const { id = 'weekdays', timeZone, officeHours } = options;
  const dayKind = withLocalDays((isoDate) => {
    const weekday = weekdayOf(dayNumberFromIsoDate(isoDate));
    return { working: weekday >= 1 && weekday <= 5, known: true };
  }, options);
  return workingCalendar({ id, timeZone, dayKind, ...(officeHours && { officeHours }) });
}
