// A limit as given, checked and made explicit. Decides what is a limit at all; what it comes to is due-time.ts.
import { BihuanError, type Limit } from '@bihuan/core';
import { checkedMoment } from './iso-date.ts';

export interface LimitTerms {
  readonly unit: 'workingDays' | 'workingHours' | 'ms' | 'untilMs';
  /** Days for `workingDays`, otherwise whole milliseconds. */
  readonly amount: number;
  readonly fromMs: number | undefined;
  readonly start: NonNullable<Limit['start']>;
  readonly end: NonNullable<Limit['end']>;
}

const UNITS = ['workingDays', 'workingHours', 'ms', 'untilMs'] as const;
const STARTS: readonly unknown[] = ['same-moment', 'next-working-day', 'weekend-to-monday'];
const ENDS: readonly unknown[] = ['clock', 'end-of-day'];
const LONGEST_MS = 8e15; // with any start still a moment a Date can hold

/** The terms of a limit, with its defaults. Not exactly one unit, a negative, fractional (working days) or infinite amount, or an unknown rule is `LIMIT_INVALID`. */
export function readLimit(limit: Limit): LimitTerms {
  const given: Readonly<Record<string, unknown>> = typeof limit === 'object' && limit !== null ? { ...limit } : {};
  const [unit, second] = UNITS.filter((name) => given[name] !== undefined);
  if (unit === undefined || second !== undefined) throw invalid(limit, '时限须有且只有一个单位', 'A limit has exactly one unit');
  const { start = 'same-moment', end = 'clock', fromMs } = limit;
  if (!STARTS.includes(start)) throw invalid(limit, '未知的起算规则', 'Unknown start rule');
  if (!ENDS.includes(end)) throw invalid(limit, '未知的截止规则', 'Unknown end rule');
  const amount = amountOf(unit, given[unit]);
  if (amount === undefined) throw invalid(limit, '时限数值无效', 'Not an amount of time');
  return { unit, amount, fromMs: fromMs === undefined ? undefined : checkedMoment(fromMs), start, end };
}

function amountOf(unit: LimitTerms['unit'], count: unknown): number | undefined {
  if (typeof count !== 'number' || !Number.isFinite(count)) return undefined;
  if (unit === 'untilMs') return Math.abs(count) <= LONGEST_MS ? count : undefined;
  if (count < 0) return undefined;
  if (unit === 'workingDays') return Number.isSafeInteger(count) ? count : undefined;
  const wholeMs = Math.round(unit === 'workingHours' ? count * 3_600_000 : count);
  return wholeMs <= LONGEST_MS ? wholeMs : undefined;
}

function invalid(limit: unknown, zh: string, en: string): BihuanError {
  return new BihuanError('LIMIT_INVALID', { zh, en }, { limit });
}
