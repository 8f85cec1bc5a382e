import { expect, it } from 'vitest';
import { days, hours, minutes, naturalCalendar, workingDays, workingHours } from './calendar.ts';
import { checkLimit } from './check-limit.ts';
import { fillText } from './text.ts';

it('natural time is added, from the start or from where the limit says', () => {
  expect(naturalCalendar.due(100, minutes(1))).toEqual({ dueAtMs: 60_100, provisional: false });
  expect(naturalCalendar.due(100, { ...hours(1), fromMs: 7 })).toEqual({ dueAtMs: 3_600_007, provisional: false });
  expect(naturalCalendar.due(100, { untilMs: 5 })).toEqual({ dueAtMs: 5, provisional: false });
  expect(days(2)).toEqual({ ms: 172_800_000 });
});

it('a stopped clock is moved by as long as it stood, an absolute time is not', () => {
  expect(naturalCalendar.shift(1_000, 400, 700, hours(1)).dueAtMs).toBe(1_300);
  expect(naturalCalendar.shift(1_000, 400, 700, { untilMs: 1_000 }).dueAtMs).toBe(1_000);
});

it('working time is refused by natural time', () => {
  for (const limit of [workingDays(1), workingHours(0.5)])
    expect(() => naturalCalendar.due(0, limit)).toThrow(expect.objectContaining({ code: 'CALENDAR_NEEDED' }));
});

it.each([
  undefined,
  null,
  7,
  {},
  { ms: -1 },
  { ms: Number.NaN },
  { ms: Number.POSITIVE_INFINITY },
  { ms: 1, untilMs: 2 },
  { ms: '1' },
  { weeks: 1 },
  { ms: 1, fromMs: -1 },
  { ms: 1, fromMs: Number.NaN },
])('a limit that is none is LIMIT_INVALID: %j', (limit) => {
  expect(() => checkLimit(limit as never, 'x')).toThrow(expect.objectContaining({ code: 'LIMIT_INVALID' }));
});

it('texts are filled from data, once, and places without data stay', () => {
  expect(fillText({ zh: '还差{n}人{m}', en: '{n} missing, {list}' }, { n: 2, list: ['a', '{n}'] })).toEqual({
    zh: '还差2人{m}',
    en: '2 missing, ["a","{n}"]',
  });
  expect(fillText({ zh: '{constructor}', en: '{__proto__}' }, {})).toEqual({ zh: '{constructor}', en: '{__proto__}' });
});
