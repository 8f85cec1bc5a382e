import { isWorkday } from 'chinese-workday';
import { describe, expect, it } from 'vitest';
import { china } from './china.ts';
import { DAY_MS } from './iso-date.ts';

const calendar = china();
const cautious = china({ beyond: 'refuse' });

function datesOf(year: number): string[] {
  const dates: string[] = [];
  for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += DAY_MS) dates.push(new Date(ms).toISOString().slice(0, 10));
  return dates;
}

const shanghai = (local: string): number => Date.parse(`${local}+08:00`);
const inShanghai = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);

describe('the working days of China', () => {
  it.each([2021, 2022, 2024, 2025, 2026])('agree with a second source on every day of %i', (year) => {
    expect(datesOf(year).filter((date) => calendar.isWorkingDay(date))).toEqual(datesOf(year).filter((date) => isWorkday(date)));
  });

  it.each([
    [2019, 250],
    [2020, 249],
    [2021, 250],
    [2022, 249],
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('are as many in %i as the notices say: %i', (year, days) => {
    expect(calendar.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toEqual({ days, provisional: false });
  });

  it('follow the notice for 2026, make-up days included', () => {
    const rest = ['01-01', '01-02', '02-16', '02-23', '04-06', '05-05', '06-19', '09-25', '10-07'];
    const work = ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10', '02-24', '10-08'];
    expect(rest.filter((day) => calendar.isWorkingDay(`2026-${day}`))).toEqual([]);
    expect(work.filter((day) => !calendar.isWorkingDay(`2026-${day}`))).toEqual([]);
  });

  it.each([
    ['2026-02-13', 5, '2026-02-27'], // counts 02-14, a make-up Saturday
    ['2024-09-30', 7, '2024-10-15'],
    ['2026-10-01', 0, '2026-10-08'],
    ['2026-10-08', 0, '2026-10-08'],
    ['2026-10-08', -1, '2026-09-30'],
    ['2026-02-27', -5, '2026-02-13'],
  ])('from %s, %i of them lead to %s', (date, count, result) => {
    expect(calendar.addWorkingDays(date, count)).toEqual({ date: result, provisional: false });
  });

  it('are read in Shanghai, where the holiday begins eight hours before UTC', () => {
    const eve = Date.parse('2024-09-30T16:00:00Z');
    expect(calendar.measure(eve - 1000, eve + 3_600_000, { workingDays: 1 }).ms).toBe(1000);
  });

  it('turn local days around', () => {
    const local = china({ id: 'xindu', workdays: ['2026-10-03'], holidays: ['2026-03-03', '2027-03-03'] });
    expect(['2026-10-03', '2026-03-03'].map(local.isWorkingDay)).toEqual([true, false]);
    expect(['2027-03-03', '2027-03-04'].map(local.isKnownDay)).toEqual([true, false]);
    expect(() => china({ holidays: ['2026-03-03'], workdays: ['2026-03-03'] })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    );
    expect(() => china({ holidays: ['2026-02-30'] })).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  });
});

describe('beyond the years the arrangement is known for', () => {
  it('are exactly the days before 2004 and after 2026', () => {
    expect(['2003-12-31', '2004-01-01', '2026-12-31', '2027-01-01'].map(calendar.isKnownDay)).toEqual([false, true, true, false]);
  });

  it('marks what it guesses', () => {
    const start = shanghai('2026-12-30T10:00');
    expect(calendar.due(start, { workingDays: 1 })).toEqual({ dueAtMs: shanghai('2026-12-31T10:00'), provisional: false });
    expect(calendar.due(start, { workingDays: 2 })).toEqual({ dueAtMs: shanghai('2027-01-01T10:00'), provisional: true });
    expect(calendar.addWorkingDays('2026-12-31', 1).provisional).toBe(true);
    expect(calendar.workingDaysBetween('2026-12-30', '2026-12-31').provisional).toBe(false);
    expect(calendar.workingDaysBetween('2026-12-31', '2027-01-01').provisional).toBe(true);
    expect(calendar.measure(start, shanghai('2027-01-01T00:00'), { workingDays: 0 }).provisional).toBe(false);
    expect(calendar.measure(start, shanghai('2027-01-01T00:01'), { workingHours: 0 }).provisional).toBe(true);
  });

  it('does not mark natural time, nor an amount used up at 24:00 of the last day known', () => {
    expect(calendar.due(shanghai('2026-12-30T10:00'), { ms: 400 * DAY_MS, end: 'end-of-day' }).provisional).toBe(false);
    const limit = { workingDays: 1, start: 'next-working-day', end: 'end-of-day' } as const;
    expect(calendar.due(shanghai('2026-12-30T10:00'), limit)).toEqual({ dueAtMs: shanghai('2027-01-01T00:00'), provisional: false });
  });

  it('marks a due time shifted by, or into, days not known', () => {
    const due = shanghai('2026-12-31T10:00');
    expect(calendar.shift(due, shanghai('2026-12-01T10:00'), shanghai('2026-12-01T11:00'), { workingDays: 3 }).provisional).toBe(false);
    expect(calendar.shift(due, shanghai('2026-12-01T10:00'), shanghai('2026-12-02T10:00'), { workingDays: 3 }).provisional).toBe(true);
    const early = shanghai('2004-03-01T10:00');
    expect(calendar.shift(early, shanghai('2003-12-30T10:00'), shanghai('2003-12-31T10:00'), { workingDays: 3 }).provisional).toBe(true);
  });

  it('refuses when asked to, naming the first day it does not know', () => {
    const unknown = expect.objectContaining({ code: 'CALENDAR_UNKNOWN_DAYS', details: { calendar: 'china', date: '2027-01-01' } });
    expect(() => cautious.due(shanghai('2026-12-31T18:00'), { workingHours: 1 })).toThrow(unknown);
    expect(() => cautious.addWorkingDays('2026-12-28', 30)).toThrow(unknown);
    expect(() => cautious.isWorkingDay('2027-01-01')).toThrow(unknown);
    expect(cautious.isKnownDay('2027-01-01')).toBe(false);
    expect(cautious.due(shanghai('2026-12-31T10:00'), { ms: DAY_MS }).provisional).toBe(false);
  });
});

describe('office hours in China', () => {
  it('spread working hours over breaks, nights, weekends and holidays', () => {
    const due = (start: string, workingHours: number) => inShanghai(calendar.due(shanghai(start), { workingHours }).dueAtMs);
    expect(due('2026-03-02T11:00', 1)).toBe('2026-03-02T12:00');
    expect(due('2026-03-02T11:00', 4)).toBe('2026-03-02T17:00');
    expect(due('2026-03-06T17:00', 1)).toBe('2026-03-09T09:00');
    expect(due('2026-09-30T17:00', 1)).toBe('2026-10-08T09:00');
    expect(due('2026-02-13T17:30', 7)).toBe('2026-02-14T17:30');
    expect(due('2026-03-02T20:00', 0.5)).toBe('2026-03-03T09:00');
  });

  it('can be replaced', () => {
    const summer = china({
      officeHours: [
        { from: '05-01', hours: ['08:30-12:00', '15:00-18:00'] },
        { from: '10-01', hours: ['08:30-12:00', '14:00-17:30'] },
      ],
    });
    expect(inShanghai(summer.due(shanghai('2026-07-01T11:00'), { workingHours: 2 }).dueAtMs)).toBe('2026-07-01T16:00');
    expect(inShanghai(summer.due(shanghai('2026-11-02T11:00'), { workingHours: 2 }).dueAtMs)).toBe('2026-11-02T15:00');
  });
});
