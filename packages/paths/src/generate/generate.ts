// The smallest set of executable cases that covers what a tester chooses: explored, toured, and walked once on the engine before it is handed out.
import type { AnyProcess, Calendar, JsonObject } from '@bihuan/core';
import type { Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import type { ExploreLimits } from '../explore/explore.ts';
import { orderByGain } from '../order/order-by-gain.ts';
import { type Budget, withinBudget } from '../order/within-budget.ts';
import type { By } from '../walks/walks-by.ts';
import type { Criterion } from './obligations.ts';
import { planOf } from './plan.ts';
import { processSuite } from './process-suite.ts';
import type { Requirements } from './requirements.ts';
import { walkOnEngine } from './walk-on-engine.ts';

export interface GenerateOptions {
  /** Default: transitions. */
  readonly cover?: readonly Criterion[];
  readonly seed?: number;
  readonly limits?: ExploreLimits;
  /** Processes at the other end of links: what they may tell is found by exploring them. */
  readonly with?: readonly AnyProcess[];
  /** People of a role, where a rule needs several. */
  readonly people?: Readonly<Record<string, number>>;
  /** Exactly these people, by id, with their roles. */
  readonly directory?: Readonly<Record<string, readonly string[]>>;
  /** Payloads tried first, by command; `open` for the input. */
  readonly payloads?: Readonly<Record<string, readonly JsonObject[]>>;
  /** What beginning anew costs, in steps. Default 1: the opening. */
  readonly resetCost?: number;
  /** For the criterion `requirements`: the obligations that each asks for, by id. */
  readonly requirements?: Requirements;
  /** Obligations left out, by id, and why. */
  readonly exclude?: Readonly<Record<string, string>>;
  /** The calendar the cases are walked on. Default: every day is a working day. */
  readonly calendar?: Calendar;
  /** Which walks to make. Default: tours, as few steps as there can be. */
  readonly by?: By;
  /** As much as there is time for, the best first. Default: all. */
  readonly budget?: Budget;
}

/** Throws `OPTION_INVALID` for a criterion there is none of, and for requirements that ask for what there is not. */
export async function generate(process: AnyProcess, options: GenerateOptions = {}): Promise<Suite> {
  const { by = 'tours', seed = 1, resetCost = 1, calendar = everyDayCalendar } = options;
  const plan = planOf(process, options);
  const walked = await walkOnEngine(process, plan, calendar, by !== 'tours');
  const suite = processSuite(process, plan, walked, { by, seed, resetCost, calendar });
  if (options.budget) return withinBudget(suite, { stepsPerSecond: walked.stepsPerSecond, ...options.budget }, plan.worth);
  return plan.worth ? orderByGain(suite, plan.worth) : suite;
}
