// What a limit has to be before anything counts with it.
import type { Limit } from './calendar.ts';
import { BihuanError } from './errors.ts';

const units = ['workingDays', 'workingHours', 'ms', 'untilMs'] as const;

/** Throws `LIMIT_INVALID` unless exactly one unit is given every number is finite and not negative, and the rules are known ones. */
export function checkLimit(limit: Limit, where: string): void {
  const given = typeof limit === 'object' && limit !== null ? units.filter((unit) => unit in limit) : [];
  const amount = given.length === 1 ? (limit as Record<string, unknown>)[given[0]!] : undefined;
  const plain = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 8.64e15;
  const isOneOf = (value: unknown, known: readonly unknown[]) => value === undefined || known.includes(value);
  const rules =
    isOneOf(limit?.start, ['same-moment', 'next-working-day', 'weekend-to-monday']) &&
    isOneOf(limit?.end, ['clock', 'end-of-day']) &&
    isOneOf(limit?.clock, ['stops', 'runs']);
  if (plain(amount) && rules && (limit.fromMs === undefined || plain(limit.fromMs))) return;
  throw new BihuanError(
    'LIMIT_INVALID',
    {
      zh: `期限 ${where} 不合法`,
      en: `The limit of ${where} needs exactly one unit, a finite amount of at least 0, and rules that are known`,
    },
    { where, limit },
  );
}
