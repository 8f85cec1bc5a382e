// A calendar from a day source, a time zone and office hours. Decides nothing itself: it wires the counting to core's port.
import { BihuanError, type Calendar, type DueTime, type Limit } from '@bihuan/core';
import { advance, countedMs } from './counted-time.ts';
import { createDayBook } from './day-book.ts';
import { type Beyond, createDayReader, type DayReader } from './day-reader.ts';
import type { DaySource } from './day-source.ts';
import { dueTime } from './due-time.ts';
import { checkedMoment, dayNumberFromIsoDate, isoDateFromDayNumber } from './iso-date.ts';
import { type OfficeHours, officeHoursOn } from './office-hours.ts';
import { type LimitTerms, readLimit } from './read-limit.ts';
import { timeZone } from './time-zone.ts';
import { countWorkingDays, nthWorkingDay } from './working-day-count.ts';

export interface WorkingCalendarOptions {
  readonly id: string;
  /** IANA name. Days begin and end there, whatever the zone of the process. */
  readonly timeZone: string;
  readonly dayKind: DaySource;
  /** Without office hours, working hours are refused with `OPTION_INVALID`. */
  readonly officeHours?: OfficeHours;
  /** What to do about days the source does not know. Default `provisional`: count them as it guesses and say so. */
  readonly beyond?: Beyond;
}

/** Counted time in milliseconds; divide by 86,400,000 for working days. */
export interface CountedTime {
  readonly ms: number;
  readonly provisional: boolean;
}

/**
 * Working time beyond core's port. Moments are epoch ms, dates are `YYYY-MM-DD`. Every result says whether it is provisional.
 *
 * A working day counts all of its local hours (23 or 25 where clocks change), a working hour is one of office time, a rest day counts
 * nothing. An amount used up exactly at 24:00 is due then, not when the next working day begins.
 */
export interface WorkingCalendar extends Calendar {
  readonly timeZone: string;
  /** As the source says or guesses; see `isKnownDay`. */
  isWorkingDay(isoDate: string): boolean;
  isKnownDay(isoDate: string): boolean;
  /** The n-th working day after the date (before it when negative); for 0 the date, or the next working day. */
  addWorkingDays(isoDate: string, count: number): { readonly date: string; readonly provisional: boolean };
  /** Working days after the first date up to and including the second: the inverse of `addWorkingDays`. */
  workingDaysBetween(fromIsoDate: string, toIsoDate: string): { readonly days: number; readonly provisional: boolean };
  /** Office time between two moments; negative when the second is earlier. */
  workingMsBetween(fromMs: number, toMs: number): CountedTime;
  /** The first moment by which that much office time has passed. */
  addWorkingMs(fromMs: number, ms: number): DueTime;
  /** The time that counts between two moments under a limit's unit. Natural time for `ms` and `untilMs`. */
  measure(fromMs: number, toMs: number, limit: Limit): CountedTime;
  /** A new due time counted on from an old one, 24:00 included. The limit's `start` and `fromMs` are past and do not apply; its `end` does. */
  extend(dueAtMs: number, limit: Limit): DueTime;
}

/**
 * A working calendar. Pure: the same arguments always give the same answer, in any process.
 *
 * Laws: `due` never decreases in start or amount; `workingDaysBetween(d, addWorkingDays(d, n)) = n` for n ≠ 0; `measure(due, shift(due, a, b)) =
 * measure(a, b)`. Unknown options are `OPTION_INVALID`, bad limits `LIMIT_INVALID`, bad dates and moments `DATE_INVALID`.
 */
export function workingCalendar(options: WorkingCalendarOptions): WorkingCalendar {
  const { id, officeHours, beyond = 'provisional' } = options;
  if (typeof id !== 'string' || id === '') throw invalidOption('id', id);
  if (beyond !== 'provisional' && beyond !== 'refuse') throw invalidOption('beyond', beyond);
  if (typeof options.dayKind !== 'function') throw invalidOption('dayKind', options.dayKind);
  const zone = timeZone(options.timeZone);
  const book = createDayBook(zone, options.dayKind, officeHours === undefined ? undefined : officeHoursOn(officeHours));
  const openDays = (): DayReader => createDayReader(id, book, beyond);

  function termsOf(limit: Limit): LimitTerms {
    const terms = readLimit(limit);
    if (terms.unit === 'workingHours' && officeHours === undefined) throw invalidOption('officeHours', officeHours);
    return terms;
  }
  function counted(fromMs: number, toMs: number, unit: LimitTerms['unit']): CountedTime {
    const days = openDays();
    const [from, to] = [checkedMoment(fromMs), checkedMoment(toMs)];
    const ms = unit === 'workingDays' || unit === 'workingHours' ? countedMs(days, from, to, unit) : to - from;
    return { ms, provisional: days.provisional };
  }
  function due(startMs: number, terms: LimitTerms): DueTime {
    const days = openDays();
    const dueAtMs = dueTime(days, checkedMoment(terms.fromMs ?? startMs), terms);
    return { dueAtMs, provisional: days.provisional };
  }

  return {
    id,
    timeZone: zone.name,
    due: (startMs, limit) => due(startMs, termsOf(limit)),
    extend: (dueAtMs, limit) => due(dueAtMs, { ...termsOf(limit), start: 'same-moment', fromMs: undefined }),
    shift(dueAtMs, stoppedAtMs, resumedAtMs, limit) {
      const { unit } = termsOf(limit);
      const stopped = counted(stoppedAtMs, resumedAtMs, unit);
      if (resumedAtMs < stoppedAtMs) throw resumedFirst(stoppedAtMs, resumedAtMs);
      checkedMoment(dueAtMs);
      if (unit === 'untilMs') return { dueAtMs, provisional: false };
      if (unit === 'ms') return { dueAtMs: dueAtMs + stopped.ms, provisional: false };
      const days = openDays();
      const movedMs = advance(days, dueAtMs, stopped.ms, unit);
      return { dueAtMs: movedMs, provisional: stopped.provisional || days.provisional };
    },
    measure: (fromMs, toMs, limit) => counted(fromMs, toMs, termsOf(limit).unit),
    workingMsBetween: (fromMs, toMs) => counted(fromMs, toMs, termsOf({ workingHours: 0 }).unit),
    addWorkingMs: (fromMs, ms) => due(fromMs, { ...termsOf({ workingHours: 0 }), amount: readLimit({ ms }).amount }),
    isWorkingDay: (isoDate) => openDays().look(dayNumberFromIsoDate(isoDate)).working,
    isKnownDay: (isoDate) => book.day(dayNumberFromIsoDate(isoDate)).known,
    addWorkingDays(isoDate, count) {
      if (!Number.isSafeInteger(count))
        throw new BihuanError('LIMIT_INVALID', { zh: '工作日数须为整数', en: 'Not a whole number of days' }, { count });
      const days = openDays();
      const date = isoDateFromDayNumber(nthWorkingDay(days, dayNumberFromIsoDate(isoDate), count).number);
      return { date, provisional: days.provisional };
    },
    workingDaysBetween(fromIsoDate, toIsoDate) {
      const days = openDays();
      const count = countWorkingDays(days, dayNumberFromIsoDate(fromIsoDate), dayNumberFromIsoDate(toIsoDate));
      return { days: count, provisional: days.provisional };
    },
  };
}

function invalidOption(option: string, value: unknown): BihuanError {
  const text = { zh: `工作日历的选项无效或缺少:${option}`, en: `A working calendar option is missing or invalid: ${option}` };
  return new BihuanError('OPTION_INVALID', text, { option, value });
}

function resumedFirst(stoppedAtMs: number, resumedAtMs: number): BihuanError {
  const text = { zh: '恢复时间早于中止时间', en: 'Resumed before it was stopped' };
  return new BihuanError('DATE_INVALID', text, { stoppedAtMs, resumedAtMs });
}
