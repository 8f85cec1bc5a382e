// What a community may set without touching the process: limits by class, look-back rounds, how often a loop may turn.
import { days, hours, type Limit, workingDays, workingHours } from '@bihuan/core';

export interface HazardOptions {
  /** 登记: from report to record. 000 says 立即记录; four working hours is our rule. */
  readonly register: Limit;
  /** 派单: from record to a person responsible. One working day is our rule. */
  readonly dispatch: Limit;
  /** 整改期限 when a command names none, in working days by grade. Three and fifteen are our rule. */
  readonly rectifyDays: { readonly general: number; readonly major: number };
  /** How long an overdue case waits for its owner or for 督办 before it goes up. */
  readonly overdueGrace: Limit;
  /** 复查: three working days from the request (公安部令第120号 as domain preset; published rule). */
  readonly verify: Limit;
  /** 回头看: how long after the last check. Seven natural days is our rule; 000 says 随时. */
  readonly lookBack: Limit;
  /** How long a missed look-back may still be made up. */
  readonly lookBackGrace: Limit;
  /** 重点标记: joint action at least this often, until solved. */
  readonly keyReview: Limit;
  /** Clean look-backs before 销号. */
  readonly lookBackRounds: number;
  /** 先回头看后销号 (000, the default), or 先销号后回头看. */
  readonly lookBackOrder: 'beforeClosing' | 'afterClosing';
  /** How often each loop may turn before the case goes up to the three-level response. */
  readonly most: {
    readonly reminders: number;
    readonly rework: number;
    readonly rebound: number;
    readonly declines: number;
    readonly postponements: number;
  };
}

/** Our rule, where the sources and the published rules are silent. */
export const hazardDefaults: HazardOptions = {
  register: workingHours(4),
  dispatch: workingDays(1),
  rectifyDays: { general: 3, major: 15 },
  overdueGrace: workingDays(2),
  verify: { ...workingDays(3), start: 'next-working-day', end: 'end-of-day' },
  lookBack: days(7),
  lookBackGrace: hours(48),
  keyReview: workingDays(5),
  lookBackRounds: 1,
  lookBackOrder: 'beforeClosing',
  most: { reminders: 2, rework: 3, rebound: 3, declines: 2, postponements: 2 },
};
