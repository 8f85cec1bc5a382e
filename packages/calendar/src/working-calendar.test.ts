import type { Limit } from '@bihuan/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { china } from './china.ts';
import { DAY_MS } from './iso-date.ts';
import { weekdays } from './weekdays.ts';
import { type WorkingCalendar, workingCalendar } from './working-calendar.ts';

const HOURS = ['08:30-12:00', '14:00-17:30'];
const known = (working: boolean) => ({ working, known: true });

// China; weekends that clocks change on; clocks that change on working days, at midnight, by half an hour; a skipped date.
const CALENDARS: readonly WorkingCalendar[] = [
  china(),
  weekdays({ timeZone: 'America/New_York', officeHours: HOURS }),
  workingCalendar({ id: 'cairo', timeZone: 'Africa/Cairo', dayKind: () => known(true), officeHours: ['00:00-03:00', '22:00-24:00'] }),
  workingCalendar({
    id: 'lord-howe',
    timeZone: 'Australia/Lord_Howe',
    dayKind: () => known(true),
    officeHours: ['01:00-02:15', '02:15-20:00'],
  }),
  workingCalendar({ id: 'apia', timeZone: 'Pacific/Apia', dayKind: (date) => known(!date.endsWith('5')), officeHours: HOURS }),
];

const calendars = fc.constantFrom(...CALENDARS);
// Moments of any kind, and moments at and around the hours where clocks change, days begin and dates are skipped.
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2026, 0, 1) }),
  fc
    .tuple(fc.integer({ min: Date.UTC(2010, 0, 1) / 1_800_000, max: Date.UTC(2026, 0, 1) / 1_800_000 }), fc.integer({ min: -1, max: 1 }))
    .map(([halfHour, near]) => halfHour * 1_800_000 + near),
  fc
    .tuple(
      fc.constantFrom(
        '2024-04-25T22:00Z',
        '2024-10-31T21:00Z',
        '2025-03-09T07:00Z',
        '2025-10-04T15:30Z',
        '2025-04-05T15:00Z',
        '2011-12-30T10:00Z',
      ),
      fc.integer({ min: -48, max: 48 }),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([change, halfHours, near]) => Date.parse(change) + halfHours * 1_800_000 + near),
);
const counted: fc.Arbitrary<Limit> = fc.constantFrom({ workingDays: 1 }, { workingHours: 1 });
const rules = fc.record(
  {
    start: fc.constantFrom('same-moment' as const, 'next-working-day' as const, 'weekend-to-monday' as const),
    end: fc.constantFrom('clock' as const, 'end-of-day' as const),
  },
  { requiredKeys: [] },
);
const spans = fc.oneof(
  fc.nat({ max: 60 }).map((workingDays) => ({ workingDays })),
  fc.nat({ max: 8000 }).map((minutes) => ({ workingHours: minutes / 60 })),
  fc.nat({ max: 60 * DAY_MS }).map((ms) => ({ ms })),
);
const law = <T extends [unknown, ...unknown[]]>(arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }, holds: (...values: T) => void): void =>
  fc.assert(fc.property(...arbitraries, holds), { numRuns: 1500 });

describe('a due time', () => {
  it('never goes back when the start moves on', () => {
    law([calendars, moments, fc.nat({ max: 3 * DAY_MS }), spans, rules], (calendar, startMs, laterMs, span, rule) => {
      const limit = { ...span, ...rule };
      expect(calendar.due(startMs + laterMs, limit).dueAtMs).toBeGreaterThanOrEqual(calendar.due(startMs, limit).dueAtMs);
    });
  });

  it('never goes back when the amount grows', () => {
    law([calendars, moments, fc.nat({ max: 40 }), fc.nat({ max: 5 }), rules], (calendar, startMs, amount, more, rule) => {
      for (const unit of ['workingDays', 'workingHours', 'ms']) {
        const due = (count: number) => calendar.due(startMs, { [unit]: count, ...rule } as unknown as Limit).dueAtMs;
        expect(due(amount + more)).toBeGreaterThanOrEqual(due(amount));
      }
    });
  });

  it('is never before its start', () => {
    law([calendars, moments, spans, rules], (calendar, startMs, span, rule) => {
      expect(calendar.due(startMs, { ...span, ...rule }).dueAtMs).toBeGreaterThanOrEqual(startMs);
    });
  });

  it('is the first moment by which the working time has passed: adding, then counting, is the identity', () => {
    law([calendars, moments, fc.nat({ max: 5 * DAY_MS })], (calendar, startMs, ms) => {
      const { dueAtMs } = calendar.addWorkingMs(startMs, ms);
      expect(calendar.workingMsBetween(startMs, dueAtMs).ms).toBe(ms);
      expect(calendar.workingMsBetween(dueAtMs, startMs).ms).toBe(0 - ms);
      if (ms > 0) expect(calendar.workingMsBetween(startMs, dueAtMs - 1).ms).toBe(ms - 1);
    });
  });

  it('is 24 hours away for every working day, where clocks do not change on one', () => {
    law([fc.constantFrom(CALENDARS[0]!, CALENDARS[1]!), moments, fc.nat({ max: 60 })], (calendar, startMs, workingDays) => {
      const { dueAtMs } = calendar.due(startMs, { workingDays });
      expect(calendar.measure(startMs, dueAtMs, { workingDays }).ms).toBe(workingDays * DAY_MS);
    });
  });

  it('extended is the due time of the sum', () => {
    const china = CALENDARS[0]!;
    law([moments, fc.nat({ max: 30 }), fc.nat({ max: 30 })], (startMs, first, second) => {
      for (const unit of ['workingDays', 'workingHours', 'ms']) {
        const limit = (count: number) => ({ [unit]: count }) as unknown as Limit;
        const extended = china.extend(china.due(startMs, limit(first)).dueAtMs, limit(second));
        expect(extended.dueAtMs).toBe(china.due(startMs, limit(first + second)).dueAtMs);
      }
    });
  });

  it('at the end of the day is the next 24:00, the same for every start of one working day', () => {
    law([moments, fc.nat({ max: 30 })], (startMs, workingDays) => {
      const calendar = CALENDARS[0]!;
      const limit = { workingDays, end: 'end-of-day' } as const;
      const { dueAtMs } = calendar.due(startMs, limit);
      expect((dueAtMs + 8 * 3_600_000) % DAY_MS).toBe(0);
      expect(dueAtMs - calendar.due(startMs, { workingDays }).dueAtMs).toBeLessThan(workingDays === 0 ? 40 * DAY_MS : DAY_MS);
    });
  });
});

describe('a suspension', () => {
  it('moves the due time by exactly the suspended working time', () => {
    law([calendars, counted, moments, moments, fc.nat({ max: 20 * DAY_MS })], (calendar, limit, dueAtMs, stoppedAtMs, lastedMs) => {
      const shifted = calendar.shift(dueAtMs, stoppedAtMs, stoppedAtMs + lastedMs, limit);
      const suspended = calendar.measure(stoppedAtMs, stoppedAtMs + lastedMs, limit);
      expect(calendar.measure(dueAtMs, shifted.dueAtMs, limit).ms).toBe(suspended.ms);
    });
  });

  it('leaves exactly the time that was left', () => {
    law(
      [calendars, moments, fc.nat({ max: 100 }), fc.nat({ max: 100 }), fc.nat({ max: 20 * DAY_MS })],
      (calendar, startMs, hours, percent, lastedMs) => {
        const limit = { workingHours: hours };
        const { dueAtMs } = calendar.due(startMs, limit);
        const stoppedAtMs = startMs + Math.floor(((dueAtMs - startMs) * percent) / 100);
        const resumedAtMs = stoppedAtMs + lastedMs;
        const shifted = calendar.shift(dueAtMs, stoppedAtMs, resumedAtMs, limit);
        const left = calendar.measure(stoppedAtMs, dueAtMs, limit).ms;
        expect(calendar.measure(resumedAtMs, Math.max(resumedAtMs, shifted.dueAtMs), limit).ms).toBe(left);
      },
    );
  });

  it('in two parts is one suspension', () => {
    law(
      [calendars, counted, moments, moments, fc.nat({ max: 9 * DAY_MS }), fc.nat({ max: 9 * DAY_MS })],
      (calendar, limit, dueAtMs, a, first, second) => {
        const [b, c] = [a + first, a + first + second];
        const once = calendar.shift(dueAtMs, a, c, limit).dueAtMs;
        expect(calendar.shift(calendar.shift(dueAtMs, a, b, limit).dueAtMs, b, c, limit).dueAtMs).toBe(once);
      },
    );
  });
});

describe('counting working days on dates', () => {
  const dates = fc.integer({ min: 14_610, max: 20_400 }).map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10));

  it('undoes adding them, forwards and backwards', () => {
    law([calendars, dates, fc.integer({ min: -120, max: 120 }).filter((count) => count !== 0)], (calendar, date, count) => {
      const reached = calendar.addWorkingDays(date, count).date;
      expect(calendar.isWorkingDay(reached)).toBe(true);
      expect(calendar.workingDaysBetween(date, reached).days).toBe(count);
    });
  });

  it('adds up', () => {
    law([calendars, dates, fc.nat({ max: 60 }), fc.nat({ max: 60 })], (calendar, date, first, second) => {
      const [a, b, c] = [
        date,
        ...[first, first + second].map((days) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)),
      ];
      const count = (from: string, to: string) => calendar.workingDaysBetween(from, to).days;
      expect(count(a!, b!) + count(b!, c!)).toBe(count(a!, c!));
    });
  });

  it('agrees with due times', () => {
    law([dates, fc.integer({ min: 1, max: 60 })], (date, workingDays) => {
      const calendar = CALENDARS[0]!;
      const limit = { workingDays, start: 'next-working-day', end: 'end-of-day' } as const;
      const lastMoment = calendar.due(Date.parse(`${date}T10:00+08:00`), limit).dueAtMs - 1;
      expect(new Date(lastMoment + 8 * 3_600_000).toISOString().slice(0, 10)).toBe(calendar.addWorkingDays(date, workingDays).date);
    });
  });
});

describe('office time', () => {
  // The slow way: look at every quarter of an hour, as Intl prints it.
  function quarters(calendar: WorkingCalendar, fromMs: number, toMs: number): number {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: calendar.timeZone, dateStyle: 'short', timeStyle: 'short' });
    let count = 0;
    for (let ms = fromMs; ms < toMs; ms += 900_000) {
      const [date, time] = format.format(ms).split(' ') as [string, string];
      const open = (time >= '08:30' && time < '12:00') || (time >= '14:00' && time < '17:30');
      if (open && calendar.isWorkingDay(date)) count += 1;
    }
    return count;
  }

  it('is what counting quarters of an hour gives', () => {
    const quarterHours = fc.integer({ min: Date.UTC(2010, 0, 1) / 900_000, max: Date.UTC(2026, 0, 1) / 900_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(CALENDARS[0]!, CALENDARS[1]!, CALENDARS[4]!),
        quarterHours,
        fc.nat({ max: 960 }),
        (calendar, from, length) => {
          const [fromMs, toMs] = [from * 900_000, (from + length) * 900_000];
          expect(calendar.workingMsBetween(fromMs, toMs).ms).toBe(quarters(calendar, fromMs, toMs) * 900_000);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a calendar', () => {
  it('gives the same answer however much else it was asked', () => {
    const fresh = () => weekdays({ timeZone: 'Europe/Paris', officeHours: HOURS });
    const asked = fresh();
    asked.workingDaysBetween('1980-01-01', '2000-01-01'); // more days than it keeps
    law([moments, spans, rules], (startMs, span, rule) => {
      const limit = { ...span, ...rule };
      expect(asked.due(startMs, limit)).toEqual(fresh().due(startMs, limit));
    });
  });

  it('may lend its methods', () => {
    const { due, addWorkingDays } = CALENDARS[0]!;
    expect(addWorkingDays('2026-02-13', 5).date).toBe('2026-02-27');
    expect(due(0, { ms: 5 })).toEqual({ dueAtMs: 5, provisional: false });
  });
});
