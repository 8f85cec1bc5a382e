// Limits of the way from a wish to its evaluation. 004 names none: all of these are our rule.
import { days, type Limit, workingDays } from '@bihuan/core';

export interface WishOptions {
  /** 三方联席会议 decides what becomes of a wish. */
  readonly decompose: Limit;
  /** 微实事 stays on offer, before it is offered again. */
  readonly publish: Limit;
  /** A claimant begins, or the project is offered again. */
  readonly begin: Limit;
  /** 办理, when the task names no days. */
  readonly doDays: number;
  /** Residents evaluate. */
  readonly evaluate: Limit;
  /** How many residents must evaluate, and how many in a hundred of them must find it met. */
  readonly quorum: number;
  readonly metPercent: number;
  /** An unmet wish becomes a new one, at most so often. */
  readonly generations: number;
  readonly most: { readonly reminders: number; readonly republished: number; readonly recalled: number };
}

export const wishDefaults: WishOptions = {
  decompose: workingDays(10),
  publish: days(14),
  begin: workingDays(5),
  doDays: 30,
  evaluate: days(7),
  quorum: 3,
  metPercent: 60,
  generations: 3,
  most: { reminders: 2, republished: 1, recalled: 1 },
};
