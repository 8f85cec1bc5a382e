import { describe, expect, it } from 'vitest';
import { checkTimeZone, formatTime, parseTime } from './format-time.ts';

const at = Date.parse('2026-11-22T09:30+08:00');
const shanghai = 'Asia/Shanghai';

describe('a printed time', () => {
  it.each([
    ['both', '2026-11-22 09:30 周日/Sun'],
    ['zh', '2026-11-22 09:30 周日'],
    ['en', '2026-11-22 09:30 Sun'],
  ] as const)('names the weekday in %s', (language, printed) => {
    expect(formatTime(at, { language, timeZone: shanghai })).toBe(printed);
  });

  it('is that of the time zone', () => {
    expect(formatTime(at, { language: 'en', timeZone: 'America/New_York' })).toBe('2026-11-21 20:30 Sat');
  });
});

describe('a typed time', () => {
  it.each(['2026-11-22T09:30', '2026-11-22T09:30+08:00', '2026-11-22T01:30Z', '2026-11-22 09:30'])('is read from %s', (typed) => {
    expect(parseTime(typed, shanghai)).toBe(at);
  });

  it('is of the asked time zone, unless it says otherwise', () => {
    expect(parseTime('2026-11-21T20:30', 'America/New_York')).toBe(at);
    expect(parseTime('2026-11-22T01:30Z', 'America/New_York')).toBe(at);
  });

  it('is refused when it is none', () => {
    expect(() => parseTime('yesterday', shanghai)).toThrow('TIME_INVALID');
    expect(() => parseTime('2026-02-30', shanghai)).toThrow('TIME_INVALID');
  });
});

it('refuses a time zone that does not exist', () => {
  expect(checkTimeZone(shanghai)).toBe(shanghai);
  expect(() => checkTimeZone('Asia/Wuhan')).toThrow('TIME_ZONE_UNKNOWN');
});
