// Limits as data and the port that resolves them. What a working day is, an adapter decides (`@bihuan/calendar`); core only adds and moves.
import { BihuanError } from './errors.ts';

/** How long something may take. `untilMs` is an absolute time; `ms` is natural time. Counts may be fractional only for hours and ms. */
export type Span =
  | { readonly workingDays: number }
  | { readonly workingHours: number }
  | { readonly ms: number }
  | { readonly untilMs: number };

/** A span with its rules. Stored with the timer, so that extending, stopping and recomputing are arithmetic. */
export type Limit = Span & {
  /** Where counting starts, in epoch ms, when that is not the moment the state is entered (a clock that survives 退单 and 返工). */
  readonly fromMs?: number;
  /** `same-moment` (default) counts from the start itself; `next-working-day` is 次日起; `weekend-to-monday` moves a start on a rest day to the next working day 00:00. */
  readonly start?: 'same-moment' | 'next-working-day' | 'weekend-to-monday';
  /** `clock` (default) keeps the time of day; `end-of-day` is 24:00 of the last day, local time. */
  readonly end?: 'clock' | 'end-of-day';
  /** Whether suspending the case stops this clock. Default `stops`. */
  readonly clock?: 'stops' | 'runs';
};

export interface DueTime {
  readonly dueAtMs: number;
  /** True when the calendar does not know the days in question; the time is recomputed when it does. */
  readonly provisional: boolean;
}

/** Working time, synchronous and pure: the same arguments always give the same answer. */
export interface Calendar {
  readonly id: string;
  /** The due time of a limit whose counting starts at `startMs` (or at `limit.fromMs`). */
  due(startMs: number, limit: Limit): DueTime;
  /** Where a due time moves when its clock stood still between two moments: by exactly the time that counted in between. */
  shift(dueAtMs: number, stoppedAtMs: number, resumedAtMs: number, limit: Limit): DueTime;
}

/** Natural time only. Working days and working hours are refused with `CALENDAR_NEEDED`, never guessed. */
export const naturalCalendar: Calendar = {
  id: 'natural',
  due(startMs, limit) {
    if ('untilMs' in limit) return { dueAtMs: limit.untilMs, provisional: false };
    if ('ms' in limit) return { dueAtMs: (limit.fromMs ?? startMs) + limit.ms, provisional: false };
    throw new BihuanError('CALENDAR_NEEDED', {
      zh: '工作日与工作时需要工作日历:createEngine({ calendar: china() })',
      en: 'Working days and hours need a working calendar: createEngine({ calendar: china() })',
    });
  },
  shift(dueAtMs, stoppedAtMs, resumedAtMs, limit) {
    return { dueAtMs: 'untilMs' in limit ? dueAtMs : dueAtMs + (resumedAtMs - stoppedAtMs), provisional: false };
  },
};

export const minutes = (count: number): { readonly ms: number } => ({ ms: count * 60_000 });
export const hours = (count: number): { readonly ms: number } => ({ ms: count * 3_600_000 });
export const days = (count: number): { readonly ms: number } => ({ ms: count * 86_400_000 });
export const workingDays = (count: number): { readonly workingDays: number } => ({ workingDays: count });
export const workingHours = (count: number): { readonly workingHours: number } => ({ workingHours: count });
