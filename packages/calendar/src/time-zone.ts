// The clock on the wall in one time zone. Decides when it first reads a time and what it has read; offsets come from @date-fns/tz.
import { BihuanError } from '@bihuan/core';
import { tzOffset } from '@date-fns/tz';
import { DAY_MS } from './iso-date.ts';

/** Wall time is a number too: the epoch milliseconds at which UTC would read the same date and time of day. */
export interface TimeZone {
  readonly name: string;
  /** The first instant at which the local clock reads this wall time or later. Where clocks skip it, the instant of the skip. */
  firstInstantAt(wallMs: number): number;
  /** The latest wall time the local clock has shown up to this instant. It stands still while clocks that were put back catch up. */
  wallAt(ms: number): number;
}

/**
 * A time zone by its IANA name (`Asia/Shanghai`); anything else is `OPTION_INVALID`. Both functions never decrease, through every clock change.
 *
 * Not `new TZDate(year, month, …)`: that one builds on the process's zone (2011-12-30 in any zone is wrong in a process in Pacific/Apia) and
 * moves skipped times forward out of order. Assumes that clocks change at most once in two days.
 */
export function timeZone(name: string): TimeZone {
  if (!isIanaName(name)) {
    throw new BihuanError('OPTION_INVALID', { zh: `不是 IANA 时区名:${name}`, en: `Not an IANA time zone: ${name}` }, { timeZone: name });
  }
  const offsetMs = (ms: number): number => Math.round(tzOffset(name, new Date(ms)) * 60_000);

  function changeBetween(beforeMs: number, afterMs: number): number {
    const after = offsetMs(afterMs);
    let low = beforeMs;
    let high = afterMs;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetMs(middle) === after) high = middle;
      else low = middle;
    }
    return high;
  }

  return {
    name,
    firstInstantAt(wallMs) {
      const before = offsetMs(wallMs - DAY_MS);
      const after = offsetMs(wallMs + DAY_MS);
      if (before === after) return wallMs - before;
      const changeMs = changeBetween(wallMs - DAY_MS, wallMs + DAY_MS);
      return wallMs - before < changeMs ? wallMs - before : Math.max(changeMs, wallMs - after);
    },
    wallAt(ms) {
      const before = offsetMs(ms - DAY_MS);
      const now = offsetMs(ms);
      if (now >= before) return ms + now;
      return Math.max(ms + now, changeBetween(ms - DAY_MS, ms) + before);
    },
  };
}

function isIanaName(name: unknown): boolean {
  if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
