import type { Limit } from '@bihuan/core';
import { expect, it } from 'vitest';
import { describeLimit } from './describe-limit.ts';

it.each<[Limit | null, string, string]>([
  [{ workingDays: 1 }, '1 个工作日', '1 working day'],
  [{ workingHours: 4 }, '4 个工作小时', '4 working hours'],
  [{ ms: 7 * 86_400_000 }, '7 天', '7 days'],
  [{ ms: 36 * 3_600_000 }, '36 小时', '36 hours'],
  [{ ms: 90_000 }, '90 秒', '90 seconds'],
  [{ ms: 1_500 }, '1.5 秒', '1.5 seconds'],
  [{ ms: 0 }, '0 秒', '0 seconds'],
  [{ untilMs: 0 }, '到 1970-01-01T00:00:00.000Z', 'until 1970-01-01T00:00:00.000Z'],
  [
    { workingDays: 3, start: 'next-working-day', end: 'end-of-day', clock: 'runs' },
    '3 个工作日,次日起算,至当日24时,挂起不停表',
    '3 working days, from the next working day, to the end of the day, runs while suspended',
  ],
  [{ workingDays: 3, start: 'same-moment', end: 'clock', clock: 'stops' }, '3 个工作日', '3 working days'],
  [null, '按案件计算', 'set by the case'],
])('puts %j in words', (limit, zh, en) => {
  expect(describeLimit(limit)).toEqual({ zh, en });
});
