import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from './iso-date.ts';
import { timeZone } from './time-zone.ts';

// Changes at 02:00, at midnight, by half an hour, on working days, and a skipped date.
const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Jerusalem',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];

// Another way to the same answer: what Intl prints for an instant, field by field.
function wallReader(name: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (ms) => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) + (((ms % 1000) + 1000) % 1000);
  };
}

describe('a time zone', () => {
  it.each(ZONES)('begins every day of 2009 to 2027 in %s when its clock first reads 00:00 or later', (name) => {
    const zone = timeZone(name);
    const read = wallReader(name);
    for (let wallMs = Date.UTC(2009, 0, 1); wallMs < Date.UTC(2028, 0, 1); wallMs += DAY_MS) {
      const startMs = zone.firstInstantAt(wallMs);
      if (read(startMs) < wallMs || read(startMs - 1) >= wallMs) expect.fail(new Date(wallMs).toISOString());
    }
  });

  it('reads the clock as Intl prints it, except while a clock put back catches up', () => {
    const moments = fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2028, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), moments, (name, ms) => {
        const caughtUp = timeZone(name).wallAt(ms) - wallReader(name)(ms);
        expect(caughtUp).toBeGreaterThanOrEqual(0);
        expect(caughtUp).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it('never goes back, through changes in both directions', () => {
    const nearChanges = fc
      .tuple(fc.constantFrom('2026-03-08T07:00Z', '2026-11-01T06:00Z', '2025-03-09T07:00Z'), fc.integer({ min: -9e6, max: 9e6 }))
      .map(([change, offset]) => Date.parse(change) + offset);
    const zone = timeZone('America/New_York');
    fc.assert(
      fc.property(nearChanges, fc.integer({ min: 0, max: 9e6 }), (ms, later) => {
        expect(zone.wallAt(ms + later)).toBeGreaterThanOrEqual(zone.wallAt(ms));
        expect(zone.firstInstantAt(ms + later)).toBeGreaterThanOrEqual(zone.firstInstantAt(ms));
        expect(zone.wallAt(zone.firstInstantAt(ms))).toBeGreaterThanOrEqual(ms);
      }),
    );
  });

  it('takes the instant of the skip for a time that does not occur, and the first of two that do', () => {
    const zone = timeZone('America/New_York');
    expect(new Date(zone.firstInstantAt(Date.UTC(2026, 2, 8, 2, 30))).toISOString()).toBe('2026-03-08T07:00:00.000Z');
    expect(new Date(zone.firstInstantAt(Date.UTC(2026, 10, 1, 1, 30))).toISOString()).toBe('2026-11-01T05:30:00.000Z');
  });

  it('gives a skipped date no length', () => {
    const zone = timeZone('Pacific/Apia');
    expect(zone.firstInstantAt(Date.UTC(2011, 11, 30))).toBe(zone.firstInstantAt(Date.UTC(2011, 11, 31)));
  });

  it.each(['', 'Asia/Nowhere', '+08:00', 'China', undefined, 8])('refuses %j', (name) => {
    expect(() => timeZone(name as string)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });
});
