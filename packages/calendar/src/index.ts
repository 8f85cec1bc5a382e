export { type ChinaOptions, china, chinaOfficeHours } from './china.ts';
export type { Beyond } from './day-reader.ts';
export type { DayKind, DaySource, LocalDays } from './day-source.ts';
export type { DayHours, OfficeHours, Season } from './office-hours.ts';
export { type WeekdaysOptions, weekdays } from './weekdays.ts';
export { type CountedTime, type WorkingCalendar, type WorkingCalendarOptions, workingCalendar } from './working-calendar.ts';
