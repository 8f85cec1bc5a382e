import { describe, expect, it } from 'vitest';
import { weekdays } from './weekdays.ts';
import { workingCalendar } from './working-calendar.ts';

const HOUR_MS = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('Monday to Friday', () => {
  const berlin = weekdays({ timeZone: 'Europe/Berlin', holidays: ['2026-12-25'], workdays: ['2026-12-27'], officeHours: ['09:00-17:00'] });

  it('rests on weekends and on the holidays it is given', () => {
    expect(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28'].map(berlin.isWorkingDay)).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it('knows every year', () => {
    expect(berlin.due(Date.parse('2031-05-30T08:00Z'), { workingDays: 1 })).toEqual({
      dueAtMs: Date.parse('2031-06-02T08:00Z'),
      provisional: false,
    });
  });

  it('keeps the time of day over a change of clocks', () => {
    expect(iso(berlin.due(Date.parse('2026-03-27T09:00Z'), { workingDays: 1 }).dueAtMs)).toBe('2026-03-30T08:00:00.000Z');
    expect(iso(berlin.due(Date.parse('2026-10-23T08:00Z'), { workingHours: 8 }).dueAtMs)).toBe('2026-10-26T09:00:00.000Z');
  });

  it('does not count a date the zone skipped', () => {
    const apia = weekdays({ timeZone: 'Pacific/Apia' });
    expect(apia.isWorkingDay('2011-12-30')).toBe(false); // a Friday that Samoa never had
    expect(apia.addWorkingDays('2011-12-29', 1).date).toBe('2012-01-02');
  });

  it('refuses working hours when it was given no office hours', () => {
    const plain = weekdays({ timeZone: 'Europe/Berlin' });
    const optionInvalid = expect.objectContaining({ code: 'OPTION_INVALID' });
    expect(() => plain.due(0, { workingHours: 1 })).toThrow(optionInvalid);
    expect(() => plain.workingMsBetween(0, 1)).toThrow(optionInvalid);
    expect(() => plain.addWorkingMs(0, 1)).toThrow(optionInvalid);
  });
});

describe('a working day on which clocks change', () => {
  const everyDay = workingCalendar({
    id: 'every-day',
    timeZone: 'America/New_York',
    dayKind: () => ({ working: true, known: true }),
    officeHours: ['01:00-04:00'],
  });

  it('has 23 or 25 hours to stop', () => {
    const day = (start: string, end: string) => everyDay.measure(Date.parse(start), Date.parse(end), { workingDays: 1 }).ms / HOUR_MS;
    expect(day('2026-03-08T05:00Z', '2026-03-09T04:00Z')).toBe(23);
    expect(day('2026-11-01T04:00Z', '2026-11-02T05:00Z')).toBe(25);
  });

  it('has an hour of office time less, or more', () => {
    const hours = (start: string) => everyDay.workingMsBetween(Date.parse(start), Date.parse(start) + 20 * HOUR_MS).ms / HOUR_MS;
    expect(hours('2026-03-08T05:00Z')).toBe(2);
    expect(hours('2026-11-01T04:00Z')).toBe(4);
    expect(hours('2026-11-02T05:00Z')).toBe(3);
  });

  it('is due when clocks skip the time of day it would be due at', () => {
    expect(iso(everyDay.due(Date.parse('2026-03-07T07:30Z'), { workingDays: 1 }).dueAtMs)).toBe('2026-03-08T07:00:00.000Z');
  });

  it('keeps the time of day across it', () => {
    expect(iso(everyDay.due(Date.parse('2026-03-07T15:00Z'), { workingDays: 2 }).dueAtMs)).toBe('2026-03-09T14:00:00.000Z');
    expect(iso(everyDay.due(Date.parse('2026-11-01T15:00Z'), { workingDays: 1 }).dueAtMs)).toBe('2026-11-02T15:00:00.000Z');
  });
});
