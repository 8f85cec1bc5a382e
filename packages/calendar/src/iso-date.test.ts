import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedMoment, DAY_MS, dayNumberFromIsoDate, isoDateFromDayNumber, weekdayOf } from './iso-date.ts';

const dateInvalid = expect.objectContaining({ code: 'DATE_INVALID' });

describe('iso dates', () => {
  it('names the same day there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 2_932_000 }), (dayNumber) => {
        expect(dayNumberFromIsoDate(isoDateFromDayNumber(dayNumber))).toBe(dayNumber);
        expect(weekdayOf(dayNumber)).toBe(new Date(dayNumber * DAY_MS).getUTCDay());
      }),
    );
  });

  it.each([
    '2025-02-30',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '2025-1-1',
    '25-01-01',
    '1899-12-31',
    '2025-01-01T00:00',
    '',
  ])('refuses %j', (isoDate) => expect(() => dayNumberFromIsoDate(isoDate)).toThrow(dateInvalid));

  it('knows leap days', () => {
    expect(isoDateFromDayNumber(dayNumberFromIsoDate('2024-02-29') + 1)).toBe('2024-03-01');
  });

  it.each([Number.NaN, Infinity, -Infinity, 8.64e15, '0', null])('refuses %s as a moment', (ms) => {
    expect(() => checkedMoment(ms as number)).toThrow(dateInvalid);
  });
});
