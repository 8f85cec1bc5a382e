import type { Limit } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { china } from './china.ts';
import { workingCalendar } from './working-calendar.ts';

// March 2026 has no holidays: the 2nd is a Monday.
const calendar = china();
const at = (local: string): number => Date.parse(`2026-${local.replace(' ', 'T')}+08:00`);
const local = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
const due = (start: string, limit: Limit): string => local(calendar.due(at(start), limit).dueAtMs);

describe('a limit in working days', () => {
  it.each<[string, string, Limit, string]>([
    ['keeps the time of day', '03-02 10:00', { workingDays: 3 }, '03-05 10:00'],
    ['passes over the weekend', '03-05 10:00', { workingDays: 3 }, '03-10 10:00'],
    ['ends with the third day after 次日起', '03-02 10:00', { workingDays: 3, start: 'next-working-day' }, '03-06 00:00'],
    ['ends with the day when told to', '03-02 10:00', { workingDays: 3, end: 'end-of-day' }, '03-06 00:00'],
    ['ends the same with both', '03-02 10:00', { workingDays: 3, start: 'next-working-day', end: 'end-of-day' }, '03-06 00:00'],
    ['counts a whole day from 00:00', '03-02 00:00', { workingDays: 1 }, '03-03 00:00'],
    ['is due on Friday at 24:00, not on Monday at 00:00', '03-06 00:00', { workingDays: 1 }, '03-07 00:00'],
    ['counts from Monday 00:00 when it starts on a Saturday', '03-07 10:00', { workingDays: 3 }, '03-12 00:00'],
    ['does so by any start rule', '03-07 10:00', { workingDays: 3, start: 'weekend-to-monday' }, '03-12 00:00'],
    ['and with 次日起', '03-07 10:00', { workingDays: 3, start: 'next-working-day' }, '03-12 00:00'],
    ['counts a make-up Saturday', '02-13 10:00', { workingDays: 1 }, '02-14 10:00'],
    ['starts on a make-up Saturday as on any working day', '02-14 10:00', { workingDays: 1, start: 'weekend-to-monday' }, '02-24 10:00'],
    ['is 当日 with no days and the end of the day', '03-02 10:00', { workingDays: 0, end: 'end-of-day' }, '03-03 00:00'],
    ['is the next working day when 当日 is one of rest', '03-07 10:00', { workingDays: 0, end: 'end-of-day' }, '03-10 00:00'],
    ['is due at once with no days', '03-07 10:00', { workingDays: 0 }, '03-07 10:00'],
    ['counts from its own start', '03-09 10:00', { workingDays: 3, fromMs: at('03-02 10:00') }, '03-05 10:00'],
  ])('%s', (_, start, limit, expected) => expect(due(start, limit)).toBe(expected));
});

describe('a limit in working hours', () => {
  it.each<[string, string, Limit, string]>([
    ['ends at the close of the office, not at its opening', '03-02 14:00', { workingHours: 3.5 }, '03-02 17:30'],
    ['starts after the break', '03-02 12:30', { workingHours: 1 }, '03-02 15:00'],
    ['starts at the opening of the next working day', '03-02 10:00', { workingHours: 1, start: 'next-working-day' }, '03-03 09:30'],
    ['ends with the day when told to', '03-02 10:00', { workingHours: 4, end: 'end-of-day' }, '03-03 00:00'],
  ])('%s', (_, start, limit, expected) => expect(due(start, limit)).toBe(expected));
});

describe('a limit in natural time', () => {
  it.each<[string, string, Limit, string]>([
    ['counts nights and weekends', '03-06 22:00', { ms: 36 * 3_600_000 }, '03-08 10:00'],
    ['moves a start on a weekend to Monday', '03-07 22:00', { ms: 3_600_000, start: 'weekend-to-monday' }, '03-09 01:00'],
    ['leaves a start on a working day', '03-06 22:00', { ms: 3_600_000, start: 'weekend-to-monday' }, '03-06 23:00'],
    ['ends with the local day', '03-06 22:00', { ms: 3_600_000, end: 'end-of-day' }, '03-07 00:00'],
    ['takes 00:00 for the 24:00 of the day counted', '03-06 23:00', { ms: 3_600_000, end: 'end-of-day' }, '03-07 00:00'],
    ['ends with its own day when there is nothing to count', '03-07 00:00', { ms: 0, end: 'end-of-day' }, '03-08 00:00'],
    ['ends when it says', '03-06 22:00', { untilMs: at('05-01 08:00'), start: 'next-working-day', end: 'end-of-day' }, '05-01 08:00'],
  ])('%s', (_, start, limit, expected) => expect(due(start, limit)).toBe(expected));
});

describe('a clock that stood still', () => {
  const shift = (dueAt: string, stopped: string, resumed: string, limit: Limit): string =>
    local(calendar.shift(at(dueAt), at(stopped), at(resumed), limit).dueAtMs);

  it.each<[string, string, string, string, Limit, string]>([
    ['moves by the working time between', '03-05 10:00', '03-03 10:00', '03-04 16:00', { workingDays: 3 }, '03-06 16:00'],
    ['does not move for a weekend', '03-10 10:00', '03-06 24:00', '03-09 00:00', { workingDays: 3 }, '03-10 10:00'],
    ['moves on from Friday 24:00 into Monday', '03-06 24:00', '03-04 00:00', '03-04 06:00', { workingDays: 3 }, '03-09 06:00'],
    ['moves by office time', '03-05 16:30', '03-03 11:00', '03-03 15:00', { workingHours: 20 }, '03-06 09:30'],
    ['moves by natural time', '03-05 10:00', '03-06 00:00', '03-09 00:00', { ms: 1 }, '03-08 10:00'],
    ['leaves an absolute time alone', '03-05 10:00', '03-01 00:00', '03-09 00:00', { untilMs: at('03-05 10:00') }, '03-05 10:00'],
  ])('%s', (_, dueAt, stopped, resumed, limit, expected) => expect(shift(dueAt, stopped, resumed, limit)).toBe(expected));

  it('refuses to resume before it stopped', () => {
    expect(() => shift('03-05 10:00', '03-04 10:00', '03-03 10:00', { workingDays: 1 })).toThrow(
      expect.objectContaining({ code: 'DATE_INVALID' }),
    );
  });
});

describe('an extension', () => {
  const extend = (dueAt: string, limit: Limit): string => local(calendar.extend(at(dueAt), limit).dueAtMs);

  it('counts on from the old due time', () => expect(extend('03-05 10:00', { workingDays: 3 })).toBe('03-10 10:00'));
  it('does not lose the day after a due time at 24:00', () => {
    expect(extend('03-06 00:00', { workingDays: 1, start: 'next-working-day', end: 'end-of-day' })).toBe('03-07 00:00');
  });
  it('does not start over from where the limit once started', () => {
    expect(extend('03-05 10:00', { workingDays: 1, fromMs: at('03-02 10:00') })).toBe('03-06 10:00');
  });
  it('may name a new time', () => expect(extend('03-05 10:00', { untilMs: at('04-01 10:00') })).toBe('04-01 10:00'));
});

describe('misuse', () => {
  it.each<[string, unknown]>([
    ['a negative amount', { workingDays: -1 }],
    ['half a working day', { workingDays: 0.5 }],
    ['NaN', { workingHours: Number.NaN }],
    ['Infinity', { ms: Infinity }],
    ['an amount no date can hold', { ms: 1e300 }],
    ['an infinite time', { untilMs: -Infinity }],
    ['a number as text', { workingDays: '3' }],
    ['no unit', {}],
    ['two units', { workingDays: 1, ms: 5 }],
    ['an unknown start rule', { workingDays: 1, start: 'tomorrow' }],
    ['an unknown end rule', { workingDays: 1, end: 'noon' }],
    ['nothing', undefined],
    ['more than a century', { workingDays: 30_000 }],
  ])('refuses %s', (_, limit) => {
    expect(() => calendar.due(at('03-02 10:00'), limit as Limit)).toThrow(expect.objectContaining({ code: 'LIMIT_INVALID' }));
  });

  it('refuses moments that are none', () => {
    const dateInvalid = expect.objectContaining({ code: 'DATE_INVALID' });
    expect(() => calendar.due(Number.NaN, { workingDays: 1 })).toThrow(dateInvalid);
    expect(() => calendar.due(0, { workingDays: 1, fromMs: Infinity })).toThrow(dateInvalid);
    expect(() => calendar.shift(Number.NaN, 0, 1, { ms: 1 })).toThrow(dateInvalid);
    expect(() => calendar.measure(0, Number.NaN, { workingDays: 1 })).toThrow(dateInvalid);
    expect(() => calendar.workingMsBetween(0, 8.64e15)).toThrow(dateInvalid);
    expect(() => calendar.isWorkingDay('2025-02-30')).toThrow(dateInvalid);
    expect(() => calendar.addWorkingDays('2025-02-30', 1)).toThrow(dateInvalid);
    expect(() => calendar.addWorkingDays('2025-02-28', 0.5)).toThrow(expect.objectContaining({ code: 'LIMIT_INVALID' }));
  });

  it('refuses a calendar that never works, instead of searching for ever', () => {
    const never = workingCalendar({
      id: 'never',
      timeZone: 'UTC',
      dayKind: () => ({ working: false, known: true }),
      officeHours: ['09:00-17:00'],
    });
    const optionInvalid = expect.objectContaining({ code: 'OPTION_INVALID' });
    expect(() => never.due(0, { workingDays: 1 })).toThrow(optionInvalid);
    expect(() => never.due(0, { workingHours: 1 })).toThrow(optionInvalid);
    expect(() => never.due(0, { ms: 1, start: 'next-working-day' })).toThrow(optionInvalid);
    expect(() => never.addWorkingDays('2026-01-01', -1)).toThrow(optionInvalid);
    expect(never.measure(0, 864e5, { workingDays: 1 }).ms).toBe(0);
  });

  it('refuses options that are none', () => {
    const dayKind = () => ({ working: true, known: true });
    const refuses = (options: object) =>
      expect(() => workingCalendar({ id: 'x', timeZone: 'UTC', dayKind, ...options })).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID' }),
      );
    refuses({ id: '' });
    refuses({ timeZone: 'Mars/Olympus' });
    refuses({ dayKind: undefined });
    refuses({ beyond: 'guess' });
    refuses({ officeHours: [] });
  });
});
