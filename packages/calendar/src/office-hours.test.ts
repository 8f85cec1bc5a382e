import { describe, expect, it } from 'vitest';
import { type OfficeHours, officeHoursOn } from './office-hours.ts';

describe('office hours', () => {
  it('are the minutes of the day between the breaks', () => {
    expect(officeHoursOn(['08:30-12:00', '14:00-17:30'])('2026-07-01')).toEqual([
      [510, 720],
      [840, 1050],
    ]);
  });

  it('may run to midnight and may touch', () => {
    expect(officeHoursOn(['00:00-12:00', '12:00-24:00'])('2026-07-01')).toEqual([
      [0, 720],
      [720, 1440],
    ]);
  });

  it('change with the seasons, over the turn of the year', () => {
    const on = officeHoursOn([
      { from: '05-01', hours: ['08:00-12:00', '15:00-18:00'] },
      { from: '10-01', hours: ['08:30-12:00', '14:00-17:30'] },
    ]);
    const first = (isoDate: string) => on(isoDate)[0]![0];
    expect(['2026-04-30', '2026-05-01', '2026-09-30', '2026-10-01', '2027-01-01'].map(first)).toEqual([510, 480, 480, 510, 510]);
  });

  it.each<[string, unknown]>([
    ['none', []],
    ['a season without hours', [{ from: '05-01', hours: [] }]],
    ['an interval that ends before it starts', ['12:00-08:30']],
    ['an empty interval', ['12:00-12:00']],
    ['an overlap', ['08:30-12:00', '11:00-17:00']],
    ['intervals out of order', ['14:00-17:30', '08:30-12:00']],
    ['an hour 25', ['08:30-25:00']],
    ['a minute 60', ['08:60-12:00']],
    ['24:30', ['08:00-24:30']],
    ['words', ['morning']],
    [
      'a season out of order',
      [
        { from: '10-01', hours: ['08:00-12:00'] },
        { from: '05-01', hours: ['08:00-12:00'] },
      ],
    ],
    ['a season from May', [{ from: 'May', hours: ['08:00-12:00'] }]],
    ['seasons and intervals together', ['08:00-12:00', { from: '05-01', hours: ['08:00-12:00'] }]],
  ])('refuse %s', (_, officeHours) => {
    expect(() => officeHoursOn(officeHours as OfficeHours)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  it('refuse a season that starts on a date no year has', () => {
    expect(() => officeHoursOn([{ from: '02-30', hours: ['08:00-12:00'] }])).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  });
});
